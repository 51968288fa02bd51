package io.keyferry.cloud;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonGenerator;
import io.keyferry.cloud.aws.AwsClients;
import io.keyferry.cloud.event.Answer;
import io.keyferry.cloud.event.Endpoint;
import io.keyferry.cloud.event.Invocation;
import io.keyferry.cloud.event.RefusedException;
import io.keyferry.cloud.kms.Run;
import io.keyferry.cloud.recovery.Orphans;
import io.keyferry.cloud.recovery.Resumption;
import io.keyferry.model.input.Violation;
import io.keyferry.model.json.Json;
import io.keyferry.model.json.JsonText;
import io.keyferry.model.operation.Operation;
import io.keyferry.model.value.ImportId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.List;

/**
 * Invoked by schedules. {@code {"task":"resume"}} resumes what has waited too long and returns
 * {@code {"resumed":[…],"failed":[…],"more":…}}, each a list of operation ids; {@code
 * {"task":"orphans"}} looks for keys that belong to no import and returns {@code
 * {"orphans":[{"keyArn":…,"operationId":…,"reason":…}]}}.
 */
public final class ResumeImports implements RequestStreamHandler {

  private final InstantSource clock = InstantSource.system();
  private final Resumption resumption;
  private final Orphans orphans;

  /** Called by Lambda, once for each instance. */
  public ResumeImports() {
    Settings settings = Settings.of(System.getenv());
    Wiring wiring = new Wiring(settings, new AwsClients(settings.function().region()));
    this.resumption = wiring.resumption();
    this.orphans = wiring.orphans();
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
                invocation -> Answer.ok(answer(task(invocation), run))));
  }

  private static String task(Invocation invocation) {
    return invocation instanceof Invocation.Direct(Json.Obj input)
        ? input.text("task").orElse("none")
        : "none";
  }

  private String answer(String task, Run run) {
    return switch (task) {
      case "resume" -> answer(resumption.resume(run));
      case "orphans" -> answer(orphans.find(run));
      default ->
          throw RefusedException.badRequest(
              List.of(new Violation("task", "resume or orphans", Violation.quoted(task))));
    };
  }

  static String answer(Resumption.Outcome outcome) {
    return JsonText.object(json -> {
      ids("resumed", outcome.taken(), json);
      ids("failed", outcome.failed(), json);
      json.writeBooleanField("more", outcome.more());
    });
  }

  private static void ids(String field, List<ImportId> ids, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart(field);
    for (ImportId id : ids) {
      json.writeString(id.value());
    }
    json.writeEndArray();
  }

  private static String answer(List<Orphans.Orphan> orphans) {
    return JsonText.object(json -> {
      json.writeArrayFieldStart("orphans");
      for (Orphans.Orphan orphan : orphans) {
        json.writeStartObject();
        json.writeStringField("keyArn", orphan.arn().toString());
        json.writeStringField(Operation.ID, orphan.importId());
        json.writeStringField("reason", orphan.why());
        json.writeEndObject();
      }
      json.writeEndArray();
    });
  }
}
