package io.keyferry.kmsemulator.relay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.keyferry.kmsemulator.KmsFaults;
import io.keyferry.kmsemulator.KmsInterceptor;
import io.keyferry.kmsemulator.KmsInterceptor.Delivery;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsCall;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.KmsRequest;
import io.keyferry.kmsemulator.value.InvalidValueException;
import io.keyferry.kmsemulator.value.KeyArn;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Forwards each call between the interceptor's two methods, and writes the call log. */
final class RelayedCalls implements HttpHandler {

  private final OtherKms kms;
  private final InstantSource clock;
  private final KmsFaults faults;
  private final Consumer<KmsCall> log;

  RelayedCalls(OtherKms kms, InstantSource clock, KmsFaults faults, Consumer<KmsCall> log) {
    this.kms = kms;
    this.clock = clock;
    this.faults = faults;
    this.log = log;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    // Closing it without an answer cuts the connection.
    try (exchange) {
      Optional<RelayedAnswer> answer = answer(exchange);
      if (answer.isPresent()) {
        answer.get().writeTo(exchange);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the relay is being closed");
    }
  }

  private Optional<RelayedAnswer> answer(HttpExchange exchange)
      throws IOException, InterruptedException {
    Instant at = clock.instant();
    long start = System.nanoTime();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    KmsRequest seen = seen(exchange, body);
    KmsInterceptor interceptor = faults.current();
    Optional<KmsError> fault = interceptor.before(seen);
    RelayedAnswer answer =
        fault.isPresent()
            ? RelayedAnswer.of(fault.get())
            : kms.answer(exchange.getRequestHeaders(), body);
    Delivery delivery = interceptor.after(seen, answer.error());
    log.accept(
        new KmsCall(
            at,
            Duration.ofNanos(System.nanoTime() - start),
            seen.operation(),
            seen.keyArn().or(() -> madeKey(answer.json())),
            answer.error().map(KmsError::name)));
    return delivery == Delivery.DROP ? Optional.empty() : Optional.of(answer);
  }

  private static KmsRequest seen(HttpExchange exchange, String body) {
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    String operation = target == null ? "-" : target.substring(target.indexOf('.') + 1);
    ObjectNode request = Json.objectIn(body);
    return new KmsRequest(operation, arn(request.path("KeyId")), request);
  }

  /** Only if it is named by its ARN: only the other KMS knows what an id or an alias stands for. */
  private static Optional<KeyArn> arn(JsonNode name) {
    try {
      return Optional.ofNullable(name.textValue()).map(KeyArn::parse);
    } catch (InvalidValueException e) {
      // Another name of the key than its ARN.
      return Optional.empty();
    }
  }

  private static Optional<KeyArn> madeKey(ObjectNode answer) {
    return Stream.of(answer.path("KeyMetadata").path("Arn"), answer.path("KeyId"))
        .flatMap(name -> arn(name).stream())
        .findFirst();
  }
}
