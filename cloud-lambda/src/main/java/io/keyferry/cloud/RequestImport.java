package io.keyferry.cloud;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.keyferry.cloud.aws.AwsClients;
import io.keyferry.cloud.event.Answer;
import io.keyferry.cloud.event.Endpoint;
import io.keyferry.cloud.event.Invocation;
import io.keyferry.cloud.event.RefusedException;
import io.keyferry.cloud.event.UnavailableException;
import io.keyferry.cloud.kms.FlowLog;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.cloud.kms.Run;
import io.keyferry.cloud.request.RequestHandling;
import io.keyferry.cloud.request.RequestReader;
import io.keyferry.model.input.Violation;
import io.keyferry.model.json.Json;
import io.keyferry.model.json.JsonText;
import io.keyferry.model.operation.Operation;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.Requester;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Accepts a request, gets KMS's import parameters and sends the agent a signed job. Returns {@code
 * {"operationId":…,"kind":…,"keyArn":…,"state":…}}, for FAILED with {@code code} and {@code
 * reason}; over HTTP 202 while the operation is in progress, 200 once it has ended. A request with
 * violations gets all of them, as a problem (RFC 9457).
 */
public final class RequestImport implements RequestStreamHandler {

  private final InstantSource clock = InstantSource.system();
  private final RequestReader reader;
  private final RequestHandling requests;

  /** Called by Lambda, once for each instance. */
  public RequestImport() {
    this(Settings.of(System.getenv()));
  }

  private RequestImport(Settings settings) {
    this(settings, new AwsClients(settings.function().region()));
  }

  RequestImport(Settings settings, AwsClients clients) {
    Wiring wiring = new Wiring(settings, clients);
    this.reader = wiring.reader();
    this.requests = wiring.requests();
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    LambdaRun.handle(
        context,
        clock,
        run ->
            Endpoint.handle(
                input,
                output,
                context.getInvokedFunctionArn(),
                invocation -> answer(handle(invocation, run))));
  }

  private ImportRecord handle(Invocation invocation, Run run) {
    try {
      return requests.handle(reader.read(body(invocation)), requester(invocation, run), run);
    } catch (KmsUnavailableException e) {
      run.log().line(FlowLog.Level.WARN, "answered as unavailable: " + e.getMessage());
      throw new UnavailableException(
          "%s. Send the same request again with the same clientToken. An operation that has started continues by itself: without a clientToken, look for it before you send the request again."
              .formatted(e.getMessage()),
          e);
    }
  }

  private static Requester requester(Invocation invocation, Run run) {
    return switch (invocation) {
      case Invocation.Direct direct ->
          new Requester(Requester.Way.DIRECT_INVOCATION, Optional.empty(), run.requestId());
      case Invocation.Http http ->
          new Requester(Requester.Way.HTTP_API, http.principal(), run.requestId());
    };
  }

  private static Json body(Invocation invocation) {
    return switch (invocation) {
      case Invocation.Direct(Json input) -> input;
      case Invocation.Http http when http.method().equals("POST") -> http.json();
      case Invocation.Http http ->
          throw new RefusedException(
              RefusedException.Status.METHOD_NOT_ALLOWED,
              "operations are requested by POST",
              List.of(new Violation("method", "POST", Violation.quoted(http.method()))));
    };
  }

  private static Answer answer(ImportRecord record) {
    String json = json(record);
    return record.state().ended() ? Answer.ok(json) : Answer.accepted(json);
  }

  private static String json(ImportRecord record) {
    return JsonText.object(json -> {
      Operation.head(record, json);
      Operation.failure(record, json);
    });
  }
}
