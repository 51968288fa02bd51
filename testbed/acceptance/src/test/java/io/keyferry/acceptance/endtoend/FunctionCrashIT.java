package io.keyferry.acceptance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.acceptance.localstack.AlsoOnLocalStack;
import io.keyferry.kmsemulator.KmsInterceptor;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.KmsRequest;
import io.keyferry.local.cloud.Functions;
import io.keyferry.local.token.TokenKind;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.ImportId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionCrashIT {

  @TempDir private static Path folder;
  private static Stage stage;

  @BeforeAll
  static void open() throws Exception {
    stage = Stage.open(TokenKind.NSS, folder);
    stage.startAgent();
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @Test
  void requestImportKilledAfterCreateKeyAndRepeatedMakesOneKey() throws Exception {
    assertOneKeyIfCreateKeyMeets(() -> kill(Functions.REQUEST_IMPORT));
  }

  @Test
  @AlsoOnLocalStack
  void lostAnswerToCreateKeyMakesOneKey() throws Exception {
    assertOneKeyIfCreateKeyMeets(() -> {});
  }

  @Test
  @AlsoOnLocalStack
  void completeImportKilledAfterImportKeyMaterialFinishesAtTheNextDelivery() throws Exception {
    stage
        .cloud()
        .kmsFaults()
        .install(new Once("ImportKeyMaterial", () -> kill(Functions.COMPLETE_IMPORT)));

    ImportRecord done = stage.ended(stage.requestImport());

    assertThat(done.state()).isEqualTo(ImportState.IMPORTED);
    assertThat(done.attempt()).isEqualTo(1);
    assertThat(stage.kmsCalls("ImportKeyMaterial", done.keyArn().orElseThrow().toString()))
        .isEqualTo(2);
  }

  /** The answer is lost, after whatever else happens. */
  private void assertOneKeyIfCreateKeyMeets(Runnable harm) throws Exception {
    long before = externalKeys();
    stage.cloud().kmsFaults().install(new Once("CreateKey", harm));
    ObjectNode request = stage.request();

    ImportId id =
        Eventually.of(() -> tryToRequest(request), Optional::isPresent, "the repeated request")
            .orElseThrow();

    assertThat(stage.ended(id).state()).isEqualTo(ImportState.IMPORTED);
    assertThat(externalKeys() - before).isEqualTo(1);
  }

  /** A repeated request conflicts with the first one's lease until it has expired. */
  private Optional<ImportId> tryToRequest(ObjectNode request) throws Exception {
    try {
      return Optional.of(stage.requestImport(request));
    } catch (IOException | AssertionError e) {
      return Optional.empty();
    }
  }

  private void kill(String function) {
    try {
      stage.cloud().lambda().function(function).kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long externalKeys() {
    return stage.cloud().kmsClient().listKeysPaginator().keys().stream().count();
  }

  /** Executes the operation, injects one fault, and loses the answer. */
  private record Once(String operation, Runnable harm, AtomicBoolean done)
      implements KmsInterceptor {

    Once(String operation, Runnable harm) {
      this(operation, harm, new AtomicBoolean());
    }

    @Override
    public Delivery after(KmsRequest request, Optional<KmsError> error) {
      if (!request.operation().equals(operation) || !done.compareAndSet(false, true)) {
        return Delivery.SEND;
      }
      harm.run();
      return Delivery.DROP;
    }
  }
}
