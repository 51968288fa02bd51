package io.keyferry.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyferry.cloud.aws.AwsClients;
import io.keyferry.cloud.aws.DynamoImportReader;
import io.keyferry.cloud.aws.ScriptedAws;
import io.keyferry.cloud.aws.ScriptedAws.Reply;
import io.keyferry.cloud.aws.StoredItems;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.testing.EcSigner;
import io.keyferry.model.testing.SchemaShape;
import io.keyferry.model.testing.SpecSchema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The answers of the functions match the schemas and the description of the HTTP API. */
class AnswerSchemaTest {

  private static final SpecSchema ONE = SpecSchema.of("read-answer", "operation").closed();
  private static final SpecSchema UNREADABLE = SpecSchema.of("read-answer", "unreadable").closed();
  private static final SpecSchema PAGE = SpecSchema.of("read-answer", "page").closed();
  private static final SpecSchema ANSWER = SpecSchema.of("import-request-answer").closed();
  private static final SpecSchema PROBLEM = SpecSchema.of("problem").closed();

  private final CannedAws aws = new CannedAws();
  private Reply reply = Reply.ok("{}");

  AnswerSchemaTest() throws IOException {}

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
  void theSchemaOfAnOperationDiffersFromTheStoredRecordInItsWordsAlone() {
    assertThat(
            SchemaShape.differences(ImportRecord.class, SpecSchema.of("read-answer", "operation")))
        .containsExactly(
            "ImportRecord.importId is not required",
            "ImportRecord.kind is optional, but required",
            "ImportRecord.state as constants: only the code has [IMPORTED], only the schema [SUCCEEDED]",
            "ImportRecord.history[].importId is not required",
            "ImportRecord.history[] as fields: only the code has [importId], only the schema []",
            "ImportRecord as fields: only the code has [importId], only the schema [ceremonyRecord, operationId]");
  }

  static List<String> stored() {
    return StoredItems.IMPORTS;
  }

  @ParameterizedTest
  @MethodSource("stored")
  void everyStoredImportIsShownAsTheSchemaSays(String name) throws IOException {
    reply = Reply.ok("{\"Item\":" + StoredItems.text(name) + "}");
    JsonNode answer = read("{\"operationId\":\"0b7c0a52-4f0e-4a3c-9d0e-5f7d3a1b2c4d\"}");
    assertThat(answer.path("state").asText()).isNotEmpty();
    assertThat(ONE.faults(answer)).isEmpty();
    assertThat(SpecSchema.of("read-answer").faults(answer)).isEmpty();
    assertThat(UNREADABLE.accepts(answer)).isFalse();
    assertThat(PAGE.accepts(answer)).isFalse();
  }

  @Test
  void anImportThatCannotBeReadIsShownAsTheSchemaSays() throws IOException {
    reply =
        Reply.ok(
            "{\"Item\":"
                + StoredItems.text("imported")
                    .replace("\"record\":{\"S\":\"{", "\"record\":{\"S\":\"[")
                + "}");
    JsonNode answer = read("{\"operationId\":\"0b7c0a52-4f0e-4a3c-9d0e-5f7d3a1b2c4d\"}");
    assertThat(UNREADABLE.faults(answer)).isEmpty();
    assertThat(ONE.accepts(answer)).isFalse();
  }

  @Test
  void aPageIsShownAsTheSchemaSays() throws IOException {
    reply =
        Reply.ok(
            "{\"Items\":[%s,%s],\"Count\":2,\"LastEvaluatedKey\":{\"importId\":{\"S\":\"x\"}}}"
                .formatted(StoredItems.text("imported"), StoredItems.text("queued")));
    JsonNode answer = read("{}");
    assertThat(answer.has("next")).isTrue();
    assertThat(PAGE.faults(answer)).isEmpty();
    assertThat(SpecSchema.of("read-answer").faults(answer)).isEmpty();
    assertThat(ONE.accepts(answer)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"operationId\":\"0b7c0a52-4f0e-4a3c-9d0e-5f7d3a1b2c4d\"}",
        "{\"limit\":0}",
        "[]"
      })
  void aProblemOfReadingIsAsTheSchemaSays(String request) throws IOException {
    assertThat(PROBLEM.faults(read(request))).isEmpty();
  }

  @Test
  void theAnswerToARequestIsAsTheSchemaSays() throws IOException {
    JsonNode response = post("{'newKey':{}}");
    assertThat(response.path("statusCode").asInt()).isEqualTo(202);
    assertThat(ANSWER.faults(body(response))).isEmpty();
  }

  @Test
  void theAnswerToARequestThatFailedAtOnceIsAsTheSchemaSays() throws IOException {
    aws.refusing = "CreateKey";
    JsonNode response = post("{'newKey':{}}");
    assertThat(response.path("statusCode").asInt()).isEqualTo(200);
    assertThat(body(response).has("code")).isTrue();
    assertThat(ANSWER.faults(body(response))).isEmpty();
  }

  @Test
  void aRequestWithViolationsIsAnsweredAsTheSchemaSays() throws IOException {
    JsonNode response = post("{'newKey':{'keySpec':'AES_256','more':1}}");
    assertThat(response.path("statusCode").asInt()).isEqualTo(400);
    assertThat(body(response).path("violations")).hasSize(2);
    assertThat(PROBLEM.faults(body(response))).isEmpty();
  }

  @Test
  void anUnavailableServiceIsAnsweredAsTheSchemaAndTheDescriptionSay() throws IOException {
    aws.unavailable = "DescribeKey";
    JsonNode response = post("{'newKey':{'alias':'alias/a'}}");
    assertThat(PROBLEM.faults(body(response))).isEmpty();
    assertThat(response.at("/headers/retry-after").asText())
        .isEqualTo(
            ApiDescription.read()
                .at("/paths/~1operations/post/responses/503/headers/retry-after/schema/const")
                .asText());
  }

  private JsonNode body(JsonNode response) {
    int status = response.path("statusCode").asInt();
    assertThat(
            ApiDescription.read()
                .at("/paths/~1operations/post/responses/" + status + "/content")
                .has(response.at("/headers/content-type").asText()))
        .as("the description has %s with %s", status, response.path("headers"))
        .isTrue();
    return SpecSchema.json(response.path("body").asText());
  }

  private JsonNode read(String event) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new ReadImports(new DynamoImportReader(new ScriptedAws(call -> reply).dynamoDb(), "table"))
        .handleRequest(
            new ByteArrayInputStream(event.getBytes(UTF_8)),
            out,
            new TestContext(TestContext.FUNCTION, line -> {}));
    return SpecSchema.json(out.toString(UTF_8));
  }

  private JsonNode post(String body) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String event =
        "{'version':'2.0','requestContext':{'http':{'method':'POST'}},'body':'%s','isBase64Encoded':false}"
            .replace('\'', '"')
            .formatted(body.replace("'", "\\\""));
    new RequestImport(settings(), new AwsClients("eu-west-1"))
        .handleRequest(
            new ByteArrayInputStream(event.getBytes(UTF_8)),
            out,
            new TestContext(TestContext.FUNCTION + ":api", line -> {}));
    return SpecSchema.json(out.toString(UTF_8));
  }

  private static Settings settings() {
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
}
