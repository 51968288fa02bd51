package io.keyferry.cloud.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.keyferry.cloud.event.Invocation;
import io.keyferry.cloud.event.RefusedException;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.InvalidValueException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any event in place of a call of ReadImports. */
class OperationQueryFuzzTest {

  @MethodSource
  @FuzzTest(maxDuration = "30s")
  void readsWhatIsAskedForOrRefuses(byte[] event) throws IOException {
    try {
      if (OperationQueryParser.read(Invocation.http(new ByteArrayInputStream(event)))
          instanceof OperationQuery.Many many) {
        assertThat(many.limit()).isBetween(1, 100);
        many.next().ifPresent(mark -> assertThat(PageMark.parse(mark.toString())).isEqualTo(mark));
      }
    } catch (RefusedException e) {
      assertThat(e.violations()).isNotEmpty();
    } catch (InvalidValueException e) {
      assertThat(e).hasMessageStartingWith("expected ");
    }
  }

  static Stream<Arguments> readsWhatIsAskedForOrRefuses() {
    String mark =
        new PageMark(
                Instant.parse("2026-11-23T09:30:00Z"),
                new ImportId("0b7c0a52-4f0e-4a3c-9d0e-5f7d3a1b2c4d"))
            .toString();
    return Stream.of(
            "{}",
            "{'operationId':'0b7c0a52-4f0e-4a3c-9d0e-5f7d3a1b2c4d'}",
            "{'limit':10,'next':'" + mark + "'}",
            "{'limit':1e9,'next':'====='}",
            "{'version':'2.0','requestContext':{'http':{'method':'GET'}},"
                + "'queryStringParameters':{'limit':'10'},"
                + "'pathParameters':{'operationId':'0b7c0a52-4f0e-4a3c-9d0e-5f7d3a1b2c4d'}}",
            "[]")
        .map(seed -> seed.replace('\'', '"'))
        .map(seed -> arguments((Object) seed.getBytes(StandardCharsets.UTF_8)));
  }
}
