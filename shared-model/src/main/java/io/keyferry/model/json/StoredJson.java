package io.keyferry.model.json;

import io.avaje.json.JsonAdapter;
import io.avaje.json.JsonReader;
import io.avaje.json.JsonWriter;
import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import io.avaje.jsonb.Types;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.record.ImportStep;
import io.keyferry.model.record.StepEvent;
import io.keyferry.model.value.InvalidValueException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON from the cloud half's own table, which an earlier or later release may have written:
 * unknown fields, history steps and failure codes are ignored. Use {@link JsonCodec} for input from
 * outside and for signed messages.
 */
public final class StoredJson {

  private static final Jsonb JSONB =
      JsonCodec.values()
          .add(FailureCode.class, new Codes(byName(FailureCode.values())))
          .add(ImportStep.class, new Steps(byName(ImportStep.values())))
          .add(Types.listOf(StepEvent.class), History::new)
          .build();

  private StoredJson() {}

  /**
   * Reads one JSON object.
   *
   * @throws InvalidValueException if something that cannot be missing is missing or unknown
   */
  public static <T> T read(Class<T> type, String json) {
    try {
      return read(JSONB.type(type), json);
    } catch (InvalidValueException e) {
      throw e;
    } catch (RuntimeException e) {
      // The adapters throw no common type.
      throw InvalidValueException.of(
          "a stored " + type.getSimpleName(), String.valueOf(e.getMessage()));
    }
  }

  private static <T> T read(JsonType<T> type, String json) {
    try (CheckedParser parser =
        CheckedParser.withoutDuplicates(json.getBytes(StandardCharsets.UTF_8))) {
      return JsonCodec.read(type, parser, true);
    } catch (IOException e) {
      throw CheckedParser.invalid("stored JSON", e);
    }
  }

  private static <E extends Enum<E>> Map<String, E> byName(E[] constants) {
    return Arrays.stream(constants).collect(Collectors.toMap(Enum::name, constant -> constant));
  }

  /** A read-only adapter. */
  private interface ReadOnly<T extends @Nullable Object> extends JsonAdapter<T> {
    @Override
    default void toJson(JsonWriter writer, T value) {
      throw new UnsupportedOperationException("stored values are written by JsonCodec");
    }
  }

  /** A code of this release; any other is read as none. */
  private record Codes(Map<String, FailureCode> known) implements ReadOnly<@Nullable FailureCode> {
    @Override
    public @Nullable FailureCode fromJson(JsonReader reader) {
      return known.get(reader.readString());
    }
  }

  private record Steps(Map<String, ImportStep> known) implements ReadOnly<ImportStep> {
    @Override
    public ImportStep fromJson(JsonReader reader) {
      String name = reader.readString();
      return Optional.ofNullable(known.get(name)).orElseThrow(() -> new UnknownStep(name));
    }
  }

  /** The steps that this release knows. */
  private record History(Jsonb jsonb) implements ReadOnly<List<StepEvent>> {
    @Override
    public List<StepEvent> fromJson(JsonReader reader) {
      List<StepEvent> known = new ArrayList<>();
      reader.beginArray();
      while (reader.hasNextElement()) {
        String event = reader.readRaw();
        try {
          known.add(read(jsonb.type(StepEvent.class), event));
        } catch (UnknownStep e) {
          // From a later release. The signed ceremony record has what it did.
        }
      }
      reader.endArray();
      return known;
    }
  }

  private static final class UnknownStep extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownStep(String name) {
      super(name);
    }
  }
}
