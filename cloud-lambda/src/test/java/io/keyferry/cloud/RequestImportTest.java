package io.keyferry.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.cloud.aws.AwsClients;
import io.keyferry.model.json.Json;
import io.keyferry.model.json.JsonText;
import io.keyferry.model.testing.EcSigner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From an event, forged or not, to the requester in the table. */
class RequestImportTest {

  private static final String SOMEBODY = "arn:aws:iam::123456789012:user/chief";
  private static final String API = TestContext.FUNCTION + ":api";

  private final CannedAws aws = new CannedAws();
  private final List<String> lines = new ArrayList<>();

  RequestImportTest() throws IOException {}

  @BeforeEach
  void callTheCannedAws() {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    System.setProperty("aws.endpointUrl", aws.url());
  }

  @AfterEach
  void close() {
    List.of("aws.accessKeyId", "aws.secretAccessKey", "aws.endpointUrl")
        .forEach(System::clearProperty);
    aws.close();
  }

  @Test
  void theRequesterThroughTheApiIsInTheRecord() throws IOException {
    Json.Obj response = handle(API, http(SOMEBODY, "{'newKey':{}}"));
    assertThat(response.field("statusCode")).contains(new Json.Num("202"));
    assertThat(requester()).contains("HTTP_API", SOMEBODY);
  }

  /** The same event from someone who may invoke the function, but not through the API's alias. */
  @ParameterizedTest
  @ValueSource(strings = {"", ":live", ":1"})
  void anEventThatADirectCallerForgesNamesNobodyAndOrdersNothing(String qualifier)
      throws IOException {
    Json.Obj answer = handle(TestContext.FUNCTION + qualifier, http(SOMEBODY, "{'newKey':{}}"));
    assertThat(answer.field("status")).contains(new Json.Num("400"));
    assertThat(answer.toString()).contains("requestContext");
    assertThat(aws.operations).doesNotContain("PutItem", "CreateKey");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":live"})
  void aDirectRequesterIsFoundInCloudTrailByTheRequestId(String qualifier) throws IOException {
    handle(TestContext.FUNCTION + qualifier, "{\"newKey\":{}}");
    assertThat(requester())
        .contains("DIRECT_INVOCATION", TestContext.REQUEST_ID)
        .doesNotContain("principal");
  }

  /** Through the alias, but not through the API: no caller is proved. */
  @Test
  void aCallerOfTheAliasWithoutTheApiIsADirectCaller() throws IOException {
    handle(API, "{\"newKey\":{}}");
    assertThat(requester()).contains("DIRECT_INVOCATION").doesNotContain("principal");
  }

  @Test
  void anEndedImportIsAnsweredWithItsState() throws IOException {
    aws.refusing = "CreateKey";
    String request = http(SOMEBODY, "{'newKey':{},'clientToken':'again'}");
    Json.Obj first = handle(API, request);
    assertThat(first.field("statusCode")).contains(new Json.Num("200"));
    assertThat(first.text("body").orElseThrow()).contains("\"state\":\"FAILED\"", "\"reason\"");
    assertThat(handle(API, request)).isEqualTo(first);
  }

  @Test
  void whileKmsDoesNotAnswerAnHttpCallerGetsRetryAfter() throws IOException {
    aws.unavailable = "DescribeKey";
    Json.Obj response = handle(API, http(SOMEBODY, "{'newKey':{'alias':'alias/a'}}"));
    assertThat(response.field("statusCode")).contains(new Json.Num("503"));
    assertThat(response.object("headers").flatMap(h -> h.text("retry-after"))).isPresent();
    assertThat(response.text("body").orElseThrow()).contains("the same clientToken");
    assertThat(lines).anySatisfy(line -> assertThat(line).contains("\"level\":\"WARN\""));
  }

  @Test
  void anotherRequestWithAUsedTokenLearnsNothingOfTheFirst() throws IOException {
    handle(API, http(SOMEBODY, "{'newKey':{'description':'the secret plan'},'clientToken':'t'}"));
    Json.Obj second =
        handle(API, http(SOMEBODY, "{'newKey':{'description':'mine'},'clientToken':'t'}"));
    assertThat(second.field("statusCode")).contains(new Json.Num("409"));
    assertThat(second.toString()).doesNotContain("secret plan");
  }

  private String requester() {
    return aws.item().object("requester").flatMap(value -> value.text("S")).orElseThrow();
  }

  private Json.Obj handle(String functionArn, String event) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new RequestImport(settings(), new AwsClients("eu-west-1"))
        .handleRequest(
            new ByteArrayInputStream(event.getBytes(UTF_8)),
            out,
            new TestContext(functionArn, lines::add));
    return (Json.Obj) Json.read(out.toByteArray());
  }

  private Settings settings() {
    return Settings.of(
        Map.of(
            "AWS_REGION",
            "eu-west-1",
            "AWS_LAMBDA_FUNCTION_NAME",
            "request",
            "KEYFERRY_TABLE",
            "keyferry-imports",
            "KEYFERRY_EVENT_BUS",
            "default",
            "KEYFERRY_SIGNING_KEY",
            CannedAws.SIGNING_KEY,
            "KEYFERRY_AGENTS",
            TestEnvironment.agents(
                "hsm-1",
                EcSigner.create().verificationKey(),
                "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs.fifo")));
  }

  private static String http(String principal, String body) {
    return JsonText.object(json -> {
      json.writeStringField("version", "2.0");
      json.writeObjectFieldStart("requestContext");
      json.writeObjectFieldStart("http");
      json.writeStringField("method", "POST");
      json.writeEndObject();
      json.writeObjectFieldStart("authorizer");
      json.writeObjectFieldStart("iam");
      json.writeStringField("userArn", principal);
      json.writeEndObject();
      json.writeEndObject();
      json.writeEndObject();
      json.writeStringField("body", body.replace('\'', '"'));
      json.writeBooleanField("isBase64Encoded", false);
    });
  }
}
