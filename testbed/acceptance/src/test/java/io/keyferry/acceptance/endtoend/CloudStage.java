package io.keyferry.acceptance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.acceptance.localstack.TestLocalStack;
import io.keyferry.kmsemulator.environment.WrappingKeySupply;
import io.keyferry.kmsemulator.value.WrappingKeySpec;
import io.keyferry.local.Layout;
import io.keyferry.local.cloud.CloudSettings;
import io.keyferry.local.cloud.Functions;
import io.keyferry.local.cloud.LocalClients;
import io.keyferry.local.cloud.LocalCloud;
import io.keyferry.local.cloud.Parts;
import io.keyferry.local.dynamodb.ImportsTable;
import io.keyferry.local.gate.CallLog;
import io.keyferry.local.localstack.LocalStack;
import io.keyferry.local.run.FunctionClient;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.VerificationKey;
import io.keyferry.model.value.WrappingAlgorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A local cloud in this JVM, on LocalStack's KMS and SQS if the tests run on LocalStack. */
class CloudStage implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Short, so that a lost message is delivered again soon. */
  static final Duration VISIBILITY_TIMEOUT = Duration.ofSeconds(10);

  private final Parts parts = new Parts();
  private final Path folder;
  private final LocalCloud cloud;
  private final FunctionClient functions;

  CloudStage(Path folder, CloudSettings settings) throws Exception {
    this.folder = folder;
    cloud = parts.add(LocalCloud.start(settings));
    functions = parts.add(new FunctionClient(cloud.address().lambda()));
  }

  /** A cloud that has enrolled an agent that does not run. */
  static CloudStage openFor(VerificationKey agent, Path folder) throws Exception {
    return new CloudStage(folder, settings(folder, agent));
  }

  static CloudSettings settings(Path folder, VerificationKey agent) {
    CloudSettings settings =
        CloudSettings.of(Layout.ofSystemProperty(), folder, agent)
            .with(new CloudSettings.Redelivery(VISIBILITY_TIMEOUT, 5))
            .withWrappingKeys(WrappingKeySupply.ahead(Map.of(WrappingKeySpec.RSA_2048, 2)));
    return TestLocalStack.running()
        .map(running -> settings.onLocalStack(running.endpoint(), LocalStack.freshAccount()))
        .orElse(settings);
  }

  /** Whether KMS and SQS are LocalStack's, which refuses less and returns less than AWS. */
  static boolean onLocalStack() {
    return TestLocalStack.running().isPresent();
  }

  LocalCloud cloud() {
    return cloud;
  }

  FunctionClient functions() {
    return functions;
  }

  Path folder() {
    return folder;
  }

  WrappingAlgorithm algorithm() {
    return WrappingAlgorithm.RSAES_OAEP_SHA_256;
  }

  /** A request for a new KMS key; RSA_2048 because its key pairs are generated quickly. */
  ObjectNode request() {
    ObjectNode request = JSON.createObjectNode();
    request.put("clientToken", UUID.randomUUID().toString());
    request.putObject("newKey");
    request.put("wrappingAlgorithm", algorithm().name());
    request.put("wrappingKeySpec", WrappingKeySpec.RSA_2048.name());
    return request;
  }

  ImportId requestImport() throws Exception {
    return requestImport(request());
  }

  ImportId requestImport(ObjectNode request) throws Exception {
    JsonNode answer = JSON.readTree(functions.invoke(Functions.REQUEST_IMPORT, request.toString()));
    assertThat(answer.path("state").asText()).as(answer.toString()).isEqualTo("QUEUED");
    return new ImportId(answer.path("operationId").asText());
  }

  /** Waits until the import has ended, and returns its record. */
  ImportRecord ended(ImportId id) throws Exception {
    return Eventually.of(() -> functions.read(id), found -> found.state().ended(), "import " + id);
  }

  /** Writes the ceremony record of an import that has ended to a file: a compact JWS. */
  Path ceremonyRecord(ImportId id) throws IOException, InterruptedException {
    return Files.writeString(
        folder.resolve("record-" + id + ".jws"), functions.ceremonyRecord(id).orElseThrow());
  }

  /** How often KMS executed this operation without an error. */
  long kmsCalls(String operation, String keyArn) throws IOException {
    return Files.readAllLines(folder.resolve("kms.log")).stream()
        .filter(line -> line.contains(" " + operation + " ") && line.contains(keyArn + " ok"))
        .count();
  }

  /** How often the gate denied this action on a key. */
  long kmsCallsDenied(String action, String keyArn) throws IOException {
    Path calls = CallLog.fileOf(folder);
    return Files.readAllLines(calls).stream()
        .filter(line -> line.contains("\"" + action + "\"") && line.contains(keyArn))
        .filter(line -> line.contains("\"denied\""))
        .count();
  }

  /** Acts as if the import's time had passed. */
  void becomeDue(ImportId id) {
    try (DynamoDbClient table =
        LocalClients.dynamoDb(
            cloud.address().dynamoDb(), CloudSettings.REGION, cloud.address().administrator())) {
      table.updateItem(b ->
          b.tableName(ImportsTable.NAME)
              .key(Map.of("importId", AttributeValue.fromS(id.value())))
              .updateExpression("SET dueAt = :at")
              .expressionAttributeValues(
                  Map.of(":at", AttributeValue.fromS("2026-01-01T00:00:00.000Z"))));
    }
  }

  @Override
  public void close() {
    parts.close();
  }
}
