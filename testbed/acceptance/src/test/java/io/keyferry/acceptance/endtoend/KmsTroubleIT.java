package io.keyferry.acceptance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.kmsemulator.KmsInterceptor;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.KmsRequest;
import io.keyferry.local.token.TokenKind;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.ImportId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KmsTroubleIT {

  @TempDir private static Path folder;
  private static Stage stage;
  private static final AtomicReference<Duration> AHEAD = new AtomicReference<>(Duration.ZERO);

  @BeforeAll
  static void open() throws Exception {
    InstantSource kmsClock = () -> Instant.now().plus(AHEAD.get());
    stage = Stage.open(TokenKind.NSS, folder, settings -> settings.withKmsClock(kmsClock));
  }

  @AfterEach
  void stopAgent() {
    stage.stopAgent();
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @Test
  void throttlingAndInternalErrorsOfEveryCallAreRetried() throws Exception {
    stage.startAgent();
    FirstCallsFail trouble = new FirstCallsFail();
    stage.cloud().kmsFaults().install(trouble);

    ImportRecord done = stage.ended(stage.requestImport());

    assertThat(done.state()).as(done.toString()).isEqualTo(ImportState.IMPORTED);
    assertThat(trouble.hit())
        .contains("CreateKey", "GetParametersForImport", "Sign", "ImportKeyMaterial");
  }

  @Test
  void expiredTokenGetsFreshParametersAndTheSameKey() throws Exception {
    ImportId id = stage.requestImport();
    AHEAD.set(Duration.ofHours(25));
    stage.startAgent();

    ImportRecord done = stage.ended(id);

    assertThat(done.state()).as(done.toString()).isEqualTo(ImportState.IMPORTED);
    assertThat(done.attempt()).isEqualTo(2);
    assertThat(stage.keysInHsm(id)).hasSize(1);
    assertThat(stage.steps(id, "HSM_KEY_GENERATED")).isOne();
    assertThat(stage.steps(id, "HSM_KEY_FOUND")).isOne();
  }

  /** The first call of each operation is throttled, the second meets an internal error. */
  private record FirstCallsFail(Map<String, AtomicInteger> calls) implements KmsInterceptor {

    FirstCallsFail() {
      this(new ConcurrentHashMap<>());
    }

    Set<String> hit() {
      return calls.keySet();
    }

    @Override
    public Optional<KmsError> before(KmsRequest request) {
      int call =
          calls.computeIfAbsent(request.operation(), name -> new AtomicInteger()).incrementAndGet();
      Map<Integer, Supplier<KmsError>> errors =
          Map.of(1, KmsError::throttling, 2, () -> KmsError.serverFault("KMSInternalException"));
      return Optional.ofNullable(errors.get(call)).map(Supplier::get);
    }
  }
}
