package io.keyferry.cloud;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.keyferry.cloud.aws.AwsClients;
import io.keyferry.cloud.aws.DynamoImportStore;
import io.keyferry.cloud.event.Endpoint;
import io.keyferry.cloud.event.Fault;
import io.keyferry.cloud.event.JsonText;
import io.keyferry.cloud.event.RefusedException;
import io.keyferry.cloud.flow.ImportStore;
import io.keyferry.cloud.flow.StoredImport;
import io.keyferry.cloud.request.ReadRequest;
import io.keyferry.cloud.request.ReadRequestReader;
import io.keyferry.model.ImportId;
import io.keyferry.model.ImportRecord;
import io.keyferry.model.JsonCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Tells what is known of one import, or of all, newest first: {@code {"importId":…}} gives its
 * record, and in {@code ceremonyRecord} its signed ceremony record, <code>{}</code> or {@code
 * {"limit":…,"next":…}} gives {@code {"imports":[…],"next":…}}.
 */
public final class ReadImports implements RequestStreamHandler {

  private static final int OK = 200;

  private final Endpoint endpoint = new Endpoint(OK);
  private final ImportStore store;

  /** Called by Lambda, once for each instance. */
  public ReadImports() {
    Environment environment = new Environment(System.getenv());
    var region = environment.region();
    var table = environment.table();
    var keepFailed = environment.keepFailed();
    environment.refuseIfFaulty();
    this.store =
        new DynamoImportStore(
            new AwsClients(region.get()).dynamoDb(), table.get(), keepFailed.get());
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    endpoint.handle(
        input,
        output,
        invocation ->
            switch (ReadRequestReader.read(invocation)) {
              case ReadRequest.One(ImportId importId) -> one(importId);
              case ReadRequest.Many many -> page(store.newest(many.limit(), many.next()));
            });
  }

  private byte[] one(ImportId importId) {
    return store
        .find(importId)
        .map(ReadImports::whole)
        .orElseThrow(() ->
            new RefusedException(
                RefusedException.Status.NOT_FOUND,
                "there is no such import",
                List.of(new Fault("importId", "the id of an import", importId.value()))));
  }

  /** The record's fields, and its signed ceremony record once it has ended. */
  private static byte[] whole(StoredImport stored) {
    String record = new String(JsonCodec.write(stored.record()), StandardCharsets.UTF_8);
    return JsonText.utf8(json -> {
      json.writeRaw(record.substring(1, record.length() - 1));
      if (stored.ceremonyRecord().isPresent()) {
        json.writeRaw(",");
        json.writeStringField("ceremonyRecord", stored.ceremonyRecord().get());
      }
    });
  }

  private static byte[] page(ImportStore.Page page) {
    return JsonText.utf8(json -> {
      json.writeArrayFieldStart("imports");
      for (ImportRecord record : page.imports()) {
        json.writeRawValue(new String(JsonCodec.write(record), StandardCharsets.UTF_8));
      }
      json.writeEndArray();
      if (page.end().isPresent()) {
        json.writeStringField("next", page.end().get().toString());
      }
    });
  }
}
