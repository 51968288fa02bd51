package io.keyferry.model.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.avaje.json.JsonAdapter;
import io.avaje.json.JsonReader;
import io.avaje.json.JsonWriter;
import io.avaje.jsonb.Jsonb;
import io.keyferry.model.message.CeremonyRecord;
import io.keyferry.model.message.CeremonyStatement;
import io.keyferry.model.message.JobId;
import io.keyferry.model.message.OfflineRecord;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.message.WrapResult;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.HsmKeyReport;
import io.keyferry.model.value.Wrapping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;

/**
 * Reads and writes a record of groups. In JSON, the fields of all groups are one flat object. The
 * generated adapters do not flatten.
 */
final class FlatAdapter<T> implements JsonAdapter<T> {

  /** The groups of one object, as it is read. */
  private interface Groups {
    <G> G read(Class<G> group);
  }

  private final Jsonb jsonb;
  private final Function<Groups, T> read;
  private final Function<T, List<Record>> groups;

  private FlatAdapter(Jsonb jsonb, Function<Groups, T> read, Function<T, List<Record>> groups) {
    this.jsonb = jsonb;
    this.read = read;
    this.groups = groups;
  }

  /** Adds the adapters of all records of groups. */
  static Jsonb.Builder addTo(Jsonb.Builder builder) {
    add(
        builder,
        WrapJob.class,
        in ->
            new WrapJob(
                in.read(JobId.class),
                in.read(WrapJob.Validity.class),
                in.read(WrapJob.KmsKey.class),
                in.read(Wrapping.class),
                in.read(WrapJob.HsmKey.class)),
        job -> List.of(job.id(), job.validity(), job.kmsKey(), job.wrapping(), job.hsm()));
    add(
        builder,
        WrapResult.class,
        in ->
            new WrapResult(
                in.read(JobId.class),
                in.read(WrapResult.KmsKey.class),
                in.read(WrapResult.Reply.class),
                in.read(WrapResult.Content.class)),
        result -> List.of(result.id(), result.kmsKey(), result.reply(), result.content()));
    add(
        builder,
        CeremonyStatement.class,
        in ->
            new CeremonyStatement(
                in.read(JobId.class),
                in.read(CeremonyStatement.Order.class),
                in.read(Wrapping.class),
                in.read(CeremonyStatement.Witness.class),
                in.read(CeremonyStatement.Work.class)),
        statement ->
            List.of(
                statement.id(),
                statement.order(),
                statement.wrapping(),
                statement.witness(),
                statement.work()));
    add(
        builder,
        CeremonyRecord.class,
        in ->
            new CeremonyRecord(
                in.read(CeremonyRecord.Place.class),
                in.read(CeremonyRecord.Order.class),
                in.read(CeremonyRecord.Kms.class),
                in.read(CeremonyRecord.Halves.class),
                in.read(CeremonyRecord.End.class)),
        record ->
            List.of(record.place(), record.order(), record.kms(), record.halves(), record.end()));
    add(
        builder,
        OfflineRecord.class,
        in ->
            new OfflineRecord(
                in.read(OfflineRecord.Files.class),
                in.read(Wrapping.class),
                in.read(OfflineRecord.Times.class),
                in.read(OfflineRecord.Work.class)),
        record -> List.of(record.files(), record.wrapping(), record.times(), record.work()));
    add(
        builder,
        HsmKeyReport.class,
        in ->
            new HsmKeyReport(
                in.read(HsmKeyReport.KeyObject.class), in.read(HsmKeyReport.Proof.class)),
        report -> List.of(report.object(), report.proof()));
    add(
        builder,
        ImportRecord.class,
        in ->
            new ImportRecord(
                in.read(ImportRecord.Order.class),
                in.read(ImportRecord.Progress.class),
                in.read(Wrapping.class),
                in.read(ImportRecord.Kms.class),
                in.read(ImportRecord.Hsm.class),
                in.read(ImportRecord.Failed.class)),
        record ->
            List.of(
                record.order(),
                record.progress(),
                record.wrapping(),
                record.kms(),
                record.hsm(),
                record.failed()));
    return builder;
  }

  private static <T extends Record> void add(
      Jsonb.Builder builder,
      Class<T> type,
      Function<Groups, T> read,
      Function<T, List<Record>> groups) {
    builder.add(type, jsonb -> new FlatAdapter<>(jsonb, read, groups).nullSafe());
  }

  @Override
  public void toJson(JsonWriter writer, T value) {
    writer.beginObject();
    for (Record group : groups.apply(value)) {
      try (JsonParser fields = JsonText.FACTORY.createParser(JsonCodec.write(group))) {
        copy(fields, writer);
      } catch (IOException e) {
        throw new UncheckedIOException("reading a text does no I/O", e);
      }
    }
    writer.endObject();
  }

  /** Copies what is between the braces. */
  private static void copy(JsonParser fields, JsonWriter writer) throws IOException {
    int depth = 0;
    for (JsonToken token = fields.nextToken(); token != null; token = fields.nextToken()) {
      switch (token) {
        case START_OBJECT -> {
          if (depth++ > 0) {
            writer.beginObject();
          }
        }
        case END_OBJECT -> {
          if (--depth > 0) {
            writer.endObject();
          }
        }
        case START_ARRAY -> writer.beginArray();
        case END_ARRAY -> writer.endArray();
        case FIELD_NAME -> writer.name(fields.currentName());
        case VALUE_STRING -> writer.value(fields.getText());
        case VALUE_NUMBER_INT -> writer.value(fields.getLongValue());
        case VALUE_TRUE, VALUE_FALSE -> writer.value(fields.getBooleanValue());
        default -> throw new IllegalStateException("no message has a " + token);
      }
    }
  }

  @Override
  public T fromJson(JsonReader reader) {
    StrictReader.Parts parts = reader.unwrap(StrictReader.class).parts();
    T value =
        read.apply(
            new Groups() {
              @Override
              public <G> G read(Class<G> group) {
                return parts.read(jsonb.adapter(group));
              }
            });
    parts.end();
    return value;
  }
}
