package io.keyferry.acceptance.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyferry.acceptance.localstack.OnlyOnLocalStack;
import io.keyferry.local.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * How much of the template LocalStack's CloudFormation carries, and that the rest is accounted for.
 */
@OnlyOnLocalStack
class DeploymentIT {

  private final Deployment deployment = Deployment.get();

  @Test
  void everyResourceThatIsNotLeftOutIsDeployed() {
    assertThat(deployment.stack().status()).isEqualTo("CREATE_COMPLETE");
    assertThat(deployment.stack().missing()).isEmpty();
    assertThat(deployment.stack().resources().keySet())
        .containsExactlyInAnyOrderElementsOf(fieldNames(deployment.deployed()));
  }

  @Test
  void everyTypeIsCarriedOrLeftOutForAReasonAsDocumented() throws IOException {
    List<String> rows = new CarriedTable(deployment.whole()).rows();
    rows.forEach(System.out::println);

    assertThat(Files.readAllLines(Layout.ofSystemProperty().home().resolve("docs/localstack.md")))
        .containsSequence(rows);
  }

  static Stream<String> leftOut() {
    return LeftOut.types().stream();
  }

  /** One resource alone, with all its references resolved. */
  @ParameterizedTest
  @MethodSource("leftOut")
  void leftOutTypesAreInTheTemplateAndLocalStackDoesNotCarryThem(String type) throws Exception {
    Set<String> ids = deployment.whole().ids(type);
    assertThat(ids).as("resources of the type that is left out").isNotEmpty();
    String id = ids.iterator().next();
    Template alone =
        Template.of(id, deployment.inTheAccount(deployment.whole().withoutWaiting(id)));

    if (type.equals("AWS::Lambda::Function")) {
      upload(alone.properties(id).path("Code"));
    }

    try (CloudFormationClient cloudFormation = deployment.client(CloudFormationClient.builder())) {
      Stack stack = Stack.create(cloudFormation, "Alone-" + type.replace("::", "-"), alone);
      System.out.println(type + ", alone: " + stack.missing());

      assertThat(stack.missing())
          .as("remove %s from the list: LocalStack carries it", type)
          .isNotEmpty();
    }
  }

  /** Uploads the functions' jar to where the template expects it. */
  private void upload(JsonNode code) {
    String bucket = code.path("S3Bucket").asText();
    String key = code.path("S3Key").asText();
    try (S3Client s3 = deployment.client(S3Client.builder().forcePathStyle(true))) {
      s3.createBucket(r ->
          r.bucket(bucket).createBucketConfiguration(c -> c.locationConstraint(Deployment.REGION)));
      s3.putObject(r -> r.bucket(bucket).key(key), deployment.folder().resolve("asset." + key));
    }
  }

  private static List<String> fieldNames(Template template) {
    return template.resources().properties().stream().map(r -> r.getKey()).toList();
  }
}
