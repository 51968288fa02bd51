package io.keyferry.acceptance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyferry.acceptance.endtoend.SignedCalls.Answer;
import io.keyferry.acceptance.endtoend.SignedCalls.Target;
import io.keyferry.local.Layout;
import io.keyferry.local.cloud.CloudAddress;
import io.keyferry.local.cloud.CloudSettings;
import io.keyferry.local.cloud.Functions;
import io.keyferry.local.cloud.LocalCloud;
import io.keyferry.local.dynamodb.ImportsTable;
import io.keyferry.local.gate.Credentials;
import io.keyferry.local.iam.Policy;
import io.keyferry.local.iam.PolicyReader;
import io.keyferry.local.iam.Statement;
import io.keyferry.local.iam.Statement.Effect;
import io.keyferry.local.template.Stack;
import io.keyferry.local.template.Template;
import io.keyferry.model.testing.EcSigner;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every permission that the template denies is tried, and so are callers without credentials. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RightsIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  private LocalCloud cloud;
  private CloudAddress address;
  private Stack stack;
  private HttpClient http;
  private SignedCalls calls;
  private String dataKey;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    cloud = LocalCloud.start(CloudStage.settings(folder, EcSigner.create().verificationKey()));
    address = cloud.address();
    stack =
        new Stack(
            Template.read(Layout.ofSystemProperty().template()),
            CloudSettings.REGION.id(),
            CloudSettings.ACCOUNT,
            Map.of());
    http = HttpClient.newHttpClient();
    calls = new SignedCalls(http, CloudSettings.REGION.id(), Clock.systemUTC());
    dataKey = keyOf("SYMMETRIC_DEFAULT");
  }

  @AfterAll
  void stop() {
    cloud.close();
    http.close();
  }

  private String keyOf(String spec) {
    return cloud.kmsClient().listKeys().keys().stream()
        .map(key -> key.keyArn())
        .filter(arn ->
            cloud
                .kmsClient()
                .describeKey(r -> r.keyId(arn))
                .keyMetadata()
                .keySpecAsString()
                .equals(spec))
        .findFirst()
        .orElseThrow();
  }

  private Target kms(String operation) {
    return new Target(address.kms(), "kms", "TrentService." + operation);
  }

  private Target sqs(String operation) {
    return new Target(address.sqs(), "sqs", "AmazonSQS." + operation);
  }

  private Target dynamoDb(String operation) {
    return new Target(address.dynamoDb(), "dynamodb", "DynamoDB_20120810." + operation);
  }

  private Target events(String operation) {
    return new Target(address.eventBus(), "events", "AWSEvents." + operation);
  }

  /** A request body with every member that is needed to judge any KMS operation. */
  private String about(String keyArn) {
    return JSON.createObjectNode()
        .put("KeyId", keyArn)
        .put("TargetKeyId", keyArn)
        .put("AliasName", "alias/rights")
        .put("ReplicaRegion", "eu-central-1")
        .put("PrimaryRegion", "eu-central-1")
        .toString();
  }

  @Test
  void eachActionThatAFunctionsPolicyDeniesIsDenied() throws Exception {
    List<String> allowed = new ArrayList<>();
    for (Stack.DeployedFunction function : stack.functions().values()) {
      for (Policy policy : function.role().policies()) {
        for (Statement statement : policy.statements()) {
          if (statement.effect() == Effect.DENY) {
            for (String action : statement.actions().patterns()) {
              Answer answer =
                  calls.call(
                      kms(action.replace("kms:", "")),
                      about(dataKey),
                      cloud.credentialsOf(function.name()));
              if (!answer.message().contains("with an explicit deny in an identity-based policy")) {
                allowed.add(function.name() + " " + action + ": " + answer);
              }
            }
          }
        }
      }
    }

    assertThat(allowed).isEmpty();
  }

  @Test
  void nobodyReceivesOrSendsAMessageWithoutTls() throws Exception {
    for (String url :
        List.of(
            cloud.queues().jobs().url(),
            cloud.queues().results().url(),
            cloud.queues().jobsDeadLetters().url(),
            cloud.queues().resultsDeadLetters().url())) {
      String body = JSON.createObjectNode().put("QueueUrl", url).toString();

      Answer answer =
          calls.call(
              sqs("ReceiveMessage"),
              body,
              body,
              address.administrator(),
              Map.of("X-Forwarded-Proto", "http"));

      assertThat(answer.message()).contains("with an explicit deny in a resource-based policy");
    }
  }

  @Test
  void theAccountAdministersTheStacksKeysByItsIamPolicies() throws Exception {
    List<String> denied = new ArrayList<>();
    for (String arn : List.of(dataKey, address.signingKey().arn())) {
      String text =
          cloud.kmsClient().getKeyPolicy(r -> r.keyId(arn).policyName("default")).policy();
      for (String action :
          PolicyReader.read("key", text).statements().stream()
              .filter(s -> s.sid().equals("AccountByItsIamPolicies"))
              .flatMap(s -> s.actions().patterns().stream())
              .toList()) {
        String operation = action.replace("kms:", "");
        if (operation.equals("Sign")) {
          // Within the account, only the functions may.
          continue;
        }
        Answer answer =
            operation.startsWith("ReEncrypt")
                ? calls.call(kms("ReEncrypt"), reEncryption(arn), address.administrator())
                : calls.call(
                    kms(operation), administration(arn, operation), address.administrator());
        if (answer.error().equals("AccessDeniedException")) {
          denied.add(action + " of " + arn + ": " + answer.message());
        }
      }
      assertThat(calls.call(kms("CancelKeyDeletion"), about(arn), address.administrator()).error())
          .isIn("", "KMSInvalidStateException");
      assertThat(calls.call(kms("EnableKey"), about(arn), address.administrator()).error())
          .isEmpty();
    }

    assertThat(denied).isEmpty();
  }

  @Test
  void onlyTheFunctionsThatSignCanSignWithTheCloudsKey() throws Exception {
    String body =
        JSON.createObjectNode()
            .put("KeyId", address.signingKey().arn())
            .put("Message", Base64.getEncoder().encodeToString(new byte[32]))
            .put("MessageType", "DIGEST")
            .put("SigningAlgorithm", "ECDSA_SHA_256")
            .toString();

    for (Credentials others :
        List.of(
            address.administrator(),
            address.agent(),
            cloud.credentialsOf(Functions.READ_IMPORTS))) {
      assertThat(calls.call(kms("Sign"), body, others).message())
          .contains("is not authorized to perform: kms:Sign", "with an explicit deny");
    }
    for (String function :
        List.of(Functions.REQUEST_IMPORT, Functions.COMPLETE_IMPORT, Functions.RESUME_IMPORTS)) {
      assertThat(calls.call(kms("Sign"), body, cloud.credentialsOf(function)).status())
          .isEqualTo(200);
    }
  }

  @Test
  void administratorWhoRewritesTheSigningKeyPolicyCanSignUntilItIsRestored() throws Exception {
    String arn = address.signingKey().arn();
    String policy =
        cloud.kmsClient().getKeyPolicy(r -> r.keyId(arn).policyName("default")).policy();
    String open = policy.replace("\"Deny\"", "\"Allow\"");
    String body =
        JSON.createObjectNode()
            .put("KeyId", arn)
            .put("Message", Base64.getEncoder().encodeToString(new byte[32]))
            .put("MessageType", "DIGEST")
            .put("SigningAlgorithm", "ECDSA_SHA_256")
            .toString();
    try {
      cloud.kmsClient().putKeyPolicy(r -> r.keyId(arn).policyName("default").policy(open));

      assertThat(calls.call(kms("Sign"), body, address.administrator()).status()).isEqualTo(200);
    } finally {
      cloud.kmsClient().putKeyPolicy(r -> r.keyId(arn).policyName("default").policy(policy));
    }
    assertThat(calls.call(kms("Sign"), body, address.administrator()).message())
        .contains("with an explicit deny in a resource-based policy");
  }

  private String administration(String arn, String operation) {
    if (!operation.equals("PutKeyPolicy")) {
      return about(arn);
    }
    String policy =
        cloud.kmsClient().getKeyPolicy(r -> r.keyId(arn).policyName("default")).policy();
    return JSON.createObjectNode()
        .put("KeyId", arn)
        .put("PolicyName", "default")
        .put("Policy", policy)
        .toString();
  }

  private static String reEncryption(String arn) {
    return JSON.createObjectNode()
        .put("SourceKeyId", arn)
        .put("DestinationKeyId", arn)
        .put("CiphertextBlob", "AAAA")
        .toString();
  }

  @Test
  void aDeniedCallIsAnsweredAsEachServiceDoes() throws Exception {
    Credentials read = cloud.credentialsOf(Functions.READ_IMPORTS);

    Answer kms = calls.call(kms("DescribeKey"), about(dataKey), read);
    Answer sqs =
        calls.call(
            sqs("SendMessage"),
            JSON.createObjectNode()
                .put("QueueUrl", cloud.queues().jobs().url())
                .put("MessageBody", "x")
                .toString(),
            read);
    Answer dynamoDb =
        calls.call(
            dynamoDb("PutItem"),
            JSON.createObjectNode().put("TableName", ImportsTable.NAME).toString(),
            read);
    Answer events =
        calls.call(
            events("PutEvents"),
            "{\"Entries\":[{\"Source\":\"keyferry\",\"DetailType\":\"x\",\"Detail\":\"{}\"}]}",
            read);

    assertThat(kms.status()).isEqualTo(400);
    assertThat(kms.error()).isEqualTo("AccessDeniedException");
    assertThat(kms.message())
        .startsWith("User: arn:aws:sts::123456789012:assumed-role/")
        .contains(
            "/keyferry-read-imports is not authorized to perform: kms:DescribeKey on resource: "
                + dataKey)
        .endsWith("because no identity-based policy allows the kms:DescribeKey action");
    assertThat(sqs.status()).isEqualTo(403);
    assertThat(sqs.message())
        .contains(
            "is not authorized to perform: sqs:sendmessage on resource: arn:aws:sqs:eu-west-1:123456789012:keyferry-jobs-local.fifo");
    assertThat(dynamoDb.error()).isEqualTo("AccessDeniedException");
    assertThat(dynamoDb.message())
        .contains("dynamodb:PutItem on resource: arn:aws:dynamodb:eu-west-1:123456789012:table/");
    assertThat(events.error()).isEqualTo("AccessDeniedException");
    assertThat(events.message())
        .contains(
            "events:PutEvents on resource: arn:aws:events:eu-west-1:123456789012:event-bus/default");
  }

  @Test
  void queueNeedsItsDataKey() throws Exception {
    String body =
        JSON.createObjectNode()
            .put("QueueUrl", cloud.queues().results().url())
            .put("MessageBody", "x")
            .put("MessageGroupId", "g")
            .put("MessageDeduplicationId", "d")
            .toString();
    String policy =
        cloud.kmsClient().getKeyPolicy(r -> r.keyId(dataKey).policyName("default")).policy();
    cloud
        .kmsClient()
        .putKeyPolicy(r ->
            r.keyId(dataKey)
                .policyName("default")
                .policy(policy.replace("AgentsThroughTheQueues", "X").replace("sqs.", "nothing.")));
    try {
      Answer answer = calls.call(sqs("SendMessage"), body, address.agent());

      assertThat(answer.error()).isEqualTo("KmsAccessDenied");
      assertThat(answer.message()).contains("kms:GenerateDataKey on resource: " + dataKey);
    } finally {
      cloud.kmsClient().putKeyPolicy(r -> r.keyId(dataKey).policyName("default").policy(policy));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"kms", "sqs", "dynamodb", "events"})
  void nobodyCallsWithoutCredentialsThatTheAccountKnows(String service) throws Exception {
    Target target =
        switch (service) {
          case "kms" -> kms("ListKeys");
          case "sqs" -> sqs("ListQueues");
          case "dynamodb" -> dynamoDb("ListTables");
          default -> events("PutEvents");
        };
    Credentials known = address.administrator();
    Credentials session = address.agent();

    assertThat(calls.unsigned(target, "{}").error())
        .isEqualTo("MissingAuthenticationTokenException");
    assertThat(calls.call(target, "{}", Credentials.of("AKIAUNKNOWN", "secret")).error())
        .isEqualTo("UnrecognizedClientException");
    assertThat(calls.call(target, "{}", Credentials.of(known.accessKeyId(), "guessed")).error())
        .isEqualTo("InvalidSignatureException");
    assertThat(
            calls
                .call(
                    target,
                    "{}",
                    new Credentials(session.accessKeyId(), session.secret(), Optional.empty()))
                .error())
        .isEqualTo("InvalidSignatureException");
    assertThat(calls.call(target, "{}", "{\"Limit\":1}", known, Map.of()).error())
        .isEqualTo("InvalidSignatureException");
    Clock late = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-16));
    assertThat(
            new SignedCalls(http, CloudSettings.REGION.id(), late)
                .call(target, "{}", known)
                .message())
        .startsWith("Signature expired");
    if (!service.equals("kms")) {
      assertThat(
              new SignedCalls(http, "us-east-1", Clock.systemUTC())
                  .call(target, "{}", known)
                  .error())
          .isEqualTo("InvalidSignatureException");
    }
    assertThat(
            calls
                .call(new Target(target.endpoint(), "s3", target.operation()), "{}", known)
                .error())
        .isEqualTo("InvalidSignatureException");
  }

  @Test
  void aKeyPolicyThatLocksItsAuthorOutIsRefusedUnlessTheCheckIsBypassed() throws Exception {
    String policy =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::123456789012:root\"},\"Action\":\"kms:Describe*\",\"Resource\":\"*\"}]}";
    String body = JSON.createObjectNode().put("Policy", policy).toString();
    String bypassing =
        JSON.createObjectNode()
            .put("Policy", policy)
            .put("BypassPolicyLockoutSafetyCheck", true)
            .toString();

    assertThat(calls.call(kms("CreateKey"), body, address.administrator()).message())
        .isEqualTo("The new key policy will not allow you to update the key policy in the future.");
    assertThat(calls.call(kms("CreateKey"), bypassing, address.administrator()).status())
        .isEqualTo(200);
  }
}
