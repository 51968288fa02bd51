package io.keyferry.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyferry.local.cloud.Functions;
import io.keyferry.local.run.FunctionClient;
import io.keyferry.local.run.StepTail;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.record.ImportStep;
import io.keyferry.model.record.StepEvent;
import io.keyferry.model.value.ImportId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

/** Requests an import and follows it in both halves' logs until it has ended. */
final class ImportFollower implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FunctionClient functions;
  private final StepTail tail;
  private final InstantSource clock;
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();

  ImportFollower(FunctionClient functions, StepTail tail, InstantSource clock) {
    this.functions = functions;
    this.tail = tail;
    this.clock = clock;
  }

  /**
   * Imports one key.
   *
   * @param onStep receives each step as it is logged, with the time of the request
   * @throws DemoFailure if the import is refused, fails, or does not end
   */
  FollowedImport follow(String payload, BiConsumer<StepEvent, Instant> onStep)
      throws DemoFailure, IOException, InterruptedException {
    tail.next();
    Instant requested = clock.instant();
    CompletableFuture<String> answer =
        CompletableFuture.supplyAsync(() -> request(payload), requests);
    Optional<Instant> enabled = Optional.empty();
    Optional<StepEvent> end = Optional.empty();
    while (end.isEmpty()) {
      for (StepEvent event : tail.next()) {
        onStep.accept(event, requested);
        if (event.step() == ImportStep.KEY_ENABLED) {
          enabled = Optional.of(event.at());
        }
        if (event.step() == ImportStep.IMPORTED || event.step() == ImportStep.FAILED) {
          end = Optional.of(event);
        }
      }
      if (answer.isCompletedExceptionally()) {
        throw new DemoFailure("requesting the import", message(answer));
      }
      if (Duration.between(requested, clock.instant()).compareTo(PATIENCE) > 0) {
        throw new DemoFailure("following the import", "it did not end within " + PATIENCE);
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    JsonNode accepted = JSON.readTree(answer.join());
    ImportRecord done = functions.read(new ImportId(accepted.path("operationId").asText()));
    if (enabled.isEmpty()) {
      throw new DemoFailure(
          "importing the key",
          done.failed().code().map(Enum::name).orElse(done.state().name())
              + " "
              + done.failed().reason().orElse("without a reason"));
    }
    return new FollowedImport(done, Duration.between(requested, enabled.get()));
  }

  private String request(String payload) {
    try {
      return functions.invoke(Functions.REQUEST_IMPORT, payload);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the demo is being stopped", e);
    }
  }

  private static String message(CompletableFuture<String> answer) throws InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return String.valueOf((cause.getCause() == null ? cause : cause.getCause()).getMessage());
    }
  }

  @Override
  public void close() {
    requests.close();
  }
}
