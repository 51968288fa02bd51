package io.keyferry.cloud;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.keyferry.cloud.aws.AwsClients;
import io.keyferry.cloud.event.Endpoint;
import io.keyferry.cloud.event.Fault;
import io.keyferry.cloud.event.Invocation;
import io.keyferry.cloud.event.Json;
import io.keyferry.cloud.event.JsonText;
import io.keyferry.cloud.event.RefusedException;
import io.keyferry.cloud.flow.RequestHandling;
import io.keyferry.cloud.request.RequestReader;
import io.keyferry.model.ImportRecord;
import io.keyferry.model.InvalidValueException;
import io.keyferry.model.Requester;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Takes a request for an import, gets KMS's import parameters and sends the agent a signed job.
 * Answers {@code {"importId":…,"keyArn":…,"state":…}}, for FAILED with {@code code} and {@code
 * reason}. A request that is at fault is answered with all its faults: to an HTTP API as a problem
 * (RFC 9457), to a direct caller as a function error.
 */
public final class RequestImport implements RequestStreamHandler {

  private static final int ACCEPTED = 202;

  private final Endpoint endpoint = new Endpoint(ACCEPTED);
  private final InstantSource clock = InstantSource.system();
  private final RequestReader reader;
  private final RequestHandling requests;

  /** Called by Lambda, once for each instance. */
  public RequestImport() {
    Settings settings = Settings.of(System.getenv());
    Wiring wiring = new Wiring(settings, new AwsClients(settings.region()));
    this.reader = wiring.reader();
    this.requests = wiring.requests();
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    endpoint.handle(
        input,
        output,
        invocation ->
            answer(
                requests.handle(
                    reader.read(body(invocation)),
                    requester(invocation, context),
                    LambdaRun.of(context, clock))));
  }

  private static Requester requester(Invocation invocation, Context context) {
    String requestId = context.getAwsRequestId();
    return switch (invocation) {
      case Invocation.Direct direct ->
          new Requester(Requester.Way.DIRECT_INVOCATION, Optional.empty(), requestId);
      case Invocation.Http http ->
          new Requester(Requester.Way.HTTP_API, http.principal(), requestId);
    };
  }

  private static Json body(Invocation invocation) {
    return switch (invocation) {
      case Invocation.Direct(Json input) -> input;
      case Invocation.Http http when http.method().equals("POST") -> {
        try {
          yield http.json();
        } catch (InvalidValueException e) {
          throw RefusedException.badRequest(
              List.of(new Fault(Fault.REQUEST, "a JSON object", String.valueOf(e.getMessage()))));
        }
      }
      case Invocation.Http http ->
          throw new RefusedException(
              RefusedException.Status.METHOD_NOT_ALLOWED,
              "imports are requested by POST",
              List.of(new Fault("method", "POST", http.method())));
    };
  }

  private static byte[] answer(ImportRecord record) {
    return JsonText.utf8(json -> {
      json.writeStringField("importId", record.importId().value());
      if (record.keyArn().isPresent()) {
        json.writeStringField("keyArn", record.keyArn().get().toString());
      }
      json.writeStringField("state", record.state().name());
      if (record.code().isPresent()) {
        json.writeStringField("code", record.code().get().name());
        json.writeStringField("reason", record.reason().orElse(""));
      }
    });
  }
}
