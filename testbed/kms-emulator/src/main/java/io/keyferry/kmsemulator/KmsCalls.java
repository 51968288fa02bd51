package io.keyferry.kmsemulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.KmsInterceptor.Delivery;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.protocol.HttpAnswer;
import io.keyferry.kmsemulator.protocol.KmsCall;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.KmsRequest;
import io.keyferry.kmsemulator.value.KeyArn;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Runs an operation between the interceptor's two methods, and writes the call log. */
final class KmsCalls {

  private static final System.Logger LOG = System.getLogger(KmsCalls.class.getName());

  private final KeyStore keys;
  private final InstantSource clock;
  private final KmsFaults faults;
  private final Consumer<KmsCall> log;

  KmsCalls(KeyStore keys, InstantSource clock, KmsFaults faults, Consumer<KmsCall> log) {
    this.keys = keys;
    this.clock = clock;
    this.faults = faults;
    this.log = log;
  }

  /** Empty if the answer is to be lost. */
  Optional<HttpAnswer> run(String name, KmsOperation operation, ObjectNode request) {
    Instant at = clock.instant();
    // The injected clock may stand still; durations are measured by the machine's clock.
    long start = System.nanoTime();
    KmsRequest seen = new KmsRequest(name, namedKey(request), request.deepCopy());
    KmsInterceptor interceptor = faults.current();
    Outcome outcome = execute(interceptor, seen, operation, request);
    Delivery delivery = interceptor.after(seen, outcome.error());
    log.accept(
        new KmsCall(
            at,
            Duration.ofNanos(System.nanoTime() - start),
            name,
            seen.keyArn().or(() -> madeKey(outcome)),
            outcome.error().map(KmsError::name)));
    return delivery == Delivery.DROP ? Optional.empty() : Optional.of(outcome.answer());
  }

  private record Outcome(HttpAnswer answer, Optional<KmsError> error) {

    static Outcome refused(KmsError error) {
      return new Outcome(HttpAnswer.of(error), Optional.of(error));
    }
  }

  private static Outcome execute(
      KmsInterceptor interceptor, KmsRequest seen, KmsOperation operation, ObjectNode request) {
    try {
      Optional<KmsError> fault = interceptor.before(seen);
      return fault
          .map(Outcome::refused)
          .orElseGet(() -> new Outcome(HttpAnswer.ok(operation.answer(request)), Optional.empty()));
    } catch (KmsError e) {
      return Outcome.refused(e);
    } catch (RuntimeException e) {
      LOG.log(
          Level.ERROR,
          "KMS emulator: " + seen.operation() + " failed, which is a bug of the emulator",
          e);
      return Outcome.refused(KmsError.serverFault("KMSInternalException"));
    }
  }

  private Optional<KeyArn> namedKey(ObjectNode request) {
    return Stream.of("KeyId", "TargetKeyId", "DestinationKeyId")
        .map(request::path)
        .filter(JsonNode::isTextual)
        .flatMap(name -> find(name.textValue()).stream())
        .findFirst();
  }

  private Optional<KeyArn> find(String name) {
    try {
      return Optional.of(keys.byAnyName(name).arn());
    } catch (KmsError e) {
      // The operation itself reports that there is no such key.
      return Optional.empty();
    }
  }

  /** The key of {@code CreateKey}, and of {@code Decrypt} without {@code KeyId}. */
  private static Optional<KeyArn> madeKey(Outcome outcome) {
    ObjectNode body = outcome.answer().body();
    return Stream.of(body.path("KeyMetadata").path("Arn"), body.path("KeyId"))
        .filter(JsonNode::isTextual)
        .map(arn -> KeyArn.parse(arn.textValue()))
        .findFirst();
  }
}
