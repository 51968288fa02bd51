package io.keyferry.cloud.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.cloud.event.Invocation;
import io.keyferry.cloud.event.RefusedException;
import io.keyferry.model.json.Json;
import io.keyferry.model.value.ImportId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationQueryParserTest {

  private static final ImportId ID = new ImportId("0b7c0a52-4f0e-4a3c-9d0e-5f7d3a1b2c4d");
  private static final PageMark MARK = new PageMark(Instant.parse("2026-11-23T09:30:00Z"), ID);

  @Test
  void readsOneOperationOrAPage() {
    assertThat(read("{\"operationId\":\"" + ID + "\"}")).isEqualTo(new OperationQuery.One(ID));
    assertThat(read("{}")).isEqualTo(new OperationQuery.Many(20, Optional.empty()));
    assertThat(read("{\"limit\":5,\"next\":\"" + MARK + "\"}"))
        .isEqualTo(new OperationQuery.Many(5, Optional.of(MARK)));
  }

  @Test
  void readsPathAndQueryAlike() {
    assertThat(OperationQueryParser.read(http("GET", Map.of("operationId", ID.value()), Map.of())))
        .isEqualTo(new OperationQuery.One(ID));
    assertThat(
            OperationQueryParser.read(
                http("GET", Map.of(), Map.of("limit", "5", "next", MARK.toString()))))
        .isEqualTo(new OperationQuery.Many(5, Optional.of(MARK)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"operationId\":\"X\"}",
        "{\"operationId\":5}",
        "{\"limit\":0}",
        "{\"limit\":101}",
        "{\"limit\":1.5}",
        "{\"limit\":\"5\"}",
        "{\"next\":\"AAAA\"}",
        "{\"next\":\"%\"}",
        "{\"other\":1}",
        "{\"operationId\":\"0b7c0a52-4f0e-4a3c-9d0e-5f7d3a1b2c4d\",\"limit\":5}",
        "[]"
      })
  void refusesAnythingElse(String input) {
    assertThatThrownBy(() -> read(input))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.status()).isEqualTo(RefusedException.Status.BAD_REQUEST));
  }

  @Test
  void namesWhatAnEarlierReleaseCalledOtherwise() {
    assertThatThrownBy(() -> read("{\"importId\":\"" + ID + "\"}"))
        .hasMessageContaining("importId: expected one of operationId, limit, next")
        .hasMessageContaining("it is called 'operationId' now");
  }

  @Test
  void isReadOnly() {
    assertThatThrownBy(() -> OperationQueryParser.read(http("DELETE", Map.of(), Map.of())))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.status()).isEqualTo(RefusedException.Status.METHOD_NOT_ALLOWED));
  }

  private static OperationQuery read(String input) {
    return OperationQueryParser.read(
        new Invocation.Direct(Json.read(input.getBytes(StandardCharsets.UTF_8))));
  }

  private static Invocation http(
      String method, Map<String, String> path, Map<String, String> query) {
    return new Invocation.Http(method, Optional.empty(), path, query, Optional.empty(), false);
  }
}
