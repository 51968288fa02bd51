package io.keyferry.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.local.Layout;
import io.keyferry.local.TestAws;
import io.keyferry.local.process.FreePort;
import io.keyferry.model.deployment.TableSpec;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

class LocalDynamoDbIT {

  private static final Path LIBRARY = Layout.ofSystemProperty().dynamoDbLocal();
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir Path folder;

  @Test
  void keepsImportsAndListsTheNewestFirst() throws Exception {
    try (LocalDynamoDb service = LocalDynamoDb.start(LIBRARY, folder, PATIENCE);
        DynamoDbClient client = TestAws.dynamoDb(service.endpoint())) {
      ImportsTable.create(client);
      put(client, "a", "2026-01-01T00:00:00Z");
      put(client, "b", "2026-01-02T00:00:00Z");

      assertThatThrownBy(() -> put(client, "a", "2026-01-03T00:00:00Z"))
          .isInstanceOf(ConditionalCheckFailedException.class);
      assertThat(newestFirst(client)).containsExactly("b", "a");
    }
  }

  @Test
  void triesAnotherPortWhenOneIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int freePort = FreePort.find();
      Iterator<Integer> ports = List.of(taken.getLocalPort(), freePort).iterator();
      try (LocalDynamoDb service = LocalDynamoDb.start(LIBRARY, folder, PATIENCE, ports::next)) {
        assertThat(service.endpoint()).isEqualTo(URI.create("http://127.0.0.1:" + freePort));
      }
    }
  }

  @Test
  void namesTheLogWhenTheLibraryIsMissing() {
    assertThatThrownBy(() -> LocalDynamoDb.start(folder.resolve("none"), folder, PATIENCE))
        .isInstanceOf(DynamoDbStartException.class)
        .hasMessageContaining(LocalDynamoDb.LOG);
  }

  @Test
  void endsItsProcess() throws Exception {
    LocalDynamoDb service = LocalDynamoDb.start(LIBRARY, folder, PATIENCE);
    ProcessHandle process = ProcessHandle.of(service.pid()).orElseThrow();

    service.close();

    assertThat(process.onExit().get(10, TimeUnit.SECONDS).isAlive()).isFalse();
  }

  private static void put(DynamoDbClient client, String id, String requestedAt) {
    client.putItem(request ->
        request
            .tableName(ImportsTable.NAME)
            .item(
                Map.of(
                    "importId", AttributeValue.fromS(id),
                    "listing", AttributeValue.fromS("imports"),
                    "requestedAt", AttributeValue.fromS(requestedAt)))
            .conditionExpression("attribute_not_exists(importId)"));
  }

  private static List<String> newestFirst(DynamoDbClient client) {
    return client
        .query(request ->
            request
                .tableName(ImportsTable.NAME)
                .indexName(TableSpec.NEWEST_FIRST.indexName())
                .scanIndexForward(false)
                .keyConditionExpression("listing = :listing")
                .expressionAttributeValues(Map.of(":listing", AttributeValue.fromS("imports"))))
        .items()
        .stream()
        .map(item -> item.getOrDefault("importId", AttributeValue.fromS("")).s())
        .toList();
  }
}
