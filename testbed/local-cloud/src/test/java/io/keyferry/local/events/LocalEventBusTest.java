package io.keyferry.local.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/** Called with the SDK, as the functions do. */
class LocalEventBusTest {

  private static final UUID ID = UUID.fromString("5f3c2a1b-0000-4000-8000-000000000001");

  @TempDir Path folder = Path.of("");
  private LocalEventBus bus;
  private EventBridgeClient client;

  @BeforeEach
  void start() throws Exception {
    bus = LocalEventBus.start(folder, () -> ID);
    client =
        EventBridgeClient.builder()
            .endpointOverride(bus.endpoint())
            .region(Region.EU_WEST_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
  }

  @AfterEach
  void stop() {
    client.close();
    bus.close();
  }

  @Test
  void acceptsEventsAndWritesEachToItsFile() throws Exception {
    PutEventsResponse answer = put(entry("a", "{\"number\":1}"), entry("b", "{\"number\":2}"));
    assertThat(answer.failedEntryCount()).isZero();
    assertThat(answer.entries()).allMatch(result -> result.eventId().equals(ID.toString()));
    assertThat(Files.readAllLines(folder.resolve(LocalEventBus.LOG)))
        .satisfiesExactly(
            first -> assertThat(first).contains("\"DetailType\":\"a\"", "number\\\":1"),
            second -> assertThat(second).contains("\"DetailType\":\"b\"", "number\\\":2"));
  }

  @Test
  void refusesAnEntryWithoutDetailTypeAndAcceptsTheOthers() throws Exception {
    PutEventsResponse answer = put(entry("", "{}"), entry("b", "{}"));
    assertThat(answer.failedEntryCount()).isEqualTo(1);
    assertThat(answer.entries().getFirst().errorCode()).isEqualTo("InvalidArgument");
    assertThat(Files.readAllLines(folder.resolve(LocalEventBus.LOG))).hasSize(1);
  }

  @Test
  void refusesADetailThatIsNotAJsonObject() throws Exception {
    PutEventsResponse answer = put(entry("a", "[1]"), entry("a", "{"));
    assertThat(answer.failedEntryCount()).isEqualTo(2);
    assertThat(answer.entries()).allMatch(result -> result.errorCode().equals("MalformedDetail"));
    assertThat(Files.readAllLines(folder.resolve(LocalEventBus.LOG))).isEmpty();
  }

  @Test
  void refusesOtherOperations() {
    assertThatThrownBy(() -> client.listRules(b -> b.limit(1)))
        .isInstanceOf(EventBridgeException.class)
        .hasMessageContaining("expected AWSEvents.PutEvents");
  }

  private PutEventsResponse put(PutEventsRequestEntry... entries) {
    return client.putEvents(b -> b.entries(entries));
  }

  private static PutEventsRequestEntry entry(String detailType, String detail) {
    return PutEventsRequestEntry.builder()
        .source("keyferry")
        .detailType(detailType)
        .detail(detail)
        .build();
  }
}
