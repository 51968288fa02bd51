package io.keyferry.cloud;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonGenerator;
import io.keyferry.cloud.aws.AwsClients;
import io.keyferry.cloud.aws.DynamoImportReader;
import io.keyferry.cloud.aws.DynamoImportReader.Shown;
import io.keyferry.cloud.event.Answer;
import io.keyferry.cloud.event.Endpoint;
import io.keyferry.cloud.event.RefusedException;
import io.keyferry.cloud.kms.FlowLog;
import io.keyferry.cloud.operation.OperationQuery;
import io.keyferry.cloud.operation.OperationQueryParser;
import io.keyferry.model.input.Violation;
import io.keyferry.model.json.JsonText;
import io.keyferry.model.operation.Operation;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.ImportId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Returns what is known about one operation, or about all, newest first: {@code {"operationId":…}}
 * returns its state and steps, and in {@code ceremonyRecord} its signed ceremony record; <code>{}
 * </code> or {@code {"limit":…,"next":…}} returns {@code {"operations":[…],"next":…}}. For an
 * operation whose record cannot be read it returns {@code {"operationId":…,"unreadable":…}}.
 */
public final class ReadImports implements RequestStreamHandler {

  private final InstantSource clock = InstantSource.system();
  private final DynamoImportReader imports;

  /** Called by Lambda, once for each instance. */
  public ReadImports() {
    this(new Environment(System.getenv()));
  }

  private ReadImports(Environment environment) {
    var region = environment.region();
    var table = environment.table();
    environment.refuseIfFaulty();
    this(new DynamoImportReader(new AwsClients(region.get()).dynamoDb(), table.get()));
  }

  ReadImports(DynamoImportReader imports) {
    this.imports = imports;
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
                invocation ->
                    Answer.ok(
                        switch (OperationQueryParser.read(invocation)) {
                          case OperationQuery.One(ImportId id) -> one(id, run.log());
                          case OperationQuery.Many many ->
                              page(imports.newest(many.limit(), many.next()), run.log());
                        })));
  }

  private String one(ImportId id, FlowLog log) {
    Shown shown =
        imports
            .find(id)
            .orElseThrow(() ->
                new RefusedException(
                    RefusedException.Status.NOT_FOUND,
                    "there is no such operation",
                    List.of(new Violation(Operation.ID, "the id of an operation", id.value()))));
    return JsonText.object(json -> fields(shown, json, log));
  }

  private static String page(DynamoImportReader.Page page, FlowLog log) {
    return JsonText.object(json -> {
      json.writeArrayFieldStart("operations");
      for (Shown shown : page.imports()) {
        json.writeStartObject();
        fields(shown, json, log);
        json.writeEndObject();
      }
      json.writeEndArray();
      if (page.end().isPresent()) {
        json.writeStringField("next", page.end().get().toString());
      }
    });
  }

  private static void fields(Shown shown, JsonGenerator json, FlowLog log) throws IOException {
    switch (shown) {
      case Shown.Known(ImportRecord record, Optional<String> ceremonyRecord) -> {
        Operation.all(record, json);
        if (ceremonyRecord.isPresent()) {
          json.writeStringField("ceremonyRecord", ceremonyRecord.get());
        }
      }
      case Shown.Unreadable(ImportId importId, String why, Optional<String> ceremonyRecord) -> {
        log.line(FlowLog.Level.ERROR, importId, "the record cannot be read: " + why);
        json.writeStringField(Operation.ID, importId.value());
        json.writeStringField("unreadable", why);
        if (ceremonyRecord.isPresent()) {
          json.writeStringField("ceremonyRecord", ceremonyRecord.get());
        }
      }
    }
  }
}
