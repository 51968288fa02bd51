package io.keyferry.model.json;

import io.avaje.json.JsonAdapter;
import io.avaje.json.JsonReader;
import io.avaje.json.JsonWriter;
import io.avaje.json.stream.BufferRecycleStrategy;
import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import io.keyferry.model.value.AgentName;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeyThumbprint;
import io.keyferry.model.value.KmsKeyId;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.UtcTime;
import io.keyferry.model.value.WrappingPublicKey;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Function;

/** The JSON of both halves: UTF-8 (RFC 8259), with no unknown, duplicate or null fields. */
public final class JsonCodec {

  private static final Jsonb JSONB = values().build();

  private JsonCodec() {}

  /** With the values that are a single string in JSON. */
  static Jsonb.Builder values() {
    return FlatAdapter.addTo(
            // A flat adapter writes while it is written, which a shared buffer does not survive.
            Jsonb.builder().bufferRecycling(BufferRecycleStrategy.NO_RECYCLING))
        .add(Instant.class, text(UtcTime::parse, UtcTime::format))
        .add(AgentName.class, text(AgentName::new, AgentName::value))
        .add(ImportId.class, text(ImportId::new, ImportId::value))
        .add(KeyArn.class, text(KeyArn::parse, KeyArn::toString))
        .add(HsmKeyName.class, text(HsmKeyName::parse, HsmKeyName::toString))
        .add(KmsKeyId.class, text(KmsKeyId::new, KmsKeyId::value))
        .add(CkaId.class, text(CkaId::new, CkaId::hex))
        .add(Sha256.class, text(Sha256::new, Sha256::hex))
        .add(KeyThumbprint.class, text(KeyThumbprint::new, KeyThumbprint::value))
        .add(Blob.class, text(Blob::new, Blob::base64))
        .add(Expiration.class, text(Expiration::parse, Expiration::toString))
        .add(
            WrappingPublicKey.class,
            text(text -> new WrappingPublicKey(new Blob(text)), key -> key.spki().base64()));
  }

  /**
   * Reads one JSON object.
   *
   * @throws InvalidValueException if the text is not exactly that object
   */
  public static <T> T read(Class<T> type, byte[] utf8) {
    try (CheckedParser parser = CheckedParser.ofMessage(utf8)) {
      return read(JSONB.type(type), parser, false);
    } catch (InvalidValueException e) {
      throw e;
    } catch (IOException e) {
      throw CheckedParser.invalid("a " + type.getSimpleName(), e);
    } catch (RuntimeException e) {
      // The adapters throw no common type, and whatever they throw, the text is invalid.
      throw InvalidValueException.of("a " + type.getSimpleName(), String.valueOf(e.getMessage()));
    }
  }

  /** The text from its start to its end. */
  static <T> T read(JsonType<T> type, CheckedParser parser, boolean unknownFields)
      throws IOException {
    parser.beginObject();
    T value = type.fromJson(new StrictReader(parser, unknownFields));
    parser.end();
    return value;
  }

  /** Writes UTF-8 without white space; absent values are left out. */
  public static byte[] write(Object value) {
    return JSONB.toJsonBytes(value);
  }

  /** Null-safe, because an absent {@code Optional} is passed as null and not written. */
  private static <T> JsonAdapter<T> text(Function<String, T> parse, Function<T, String> format) {
    return new TextAdapter<>(parse, format).nullSafe();
  }

  private record TextAdapter<T>(Function<String, T> parse, Function<T, String> format)
      implements JsonAdapter<T> {

    @Override
    public void toJson(JsonWriter writer, T value) {
      writer.value(format.apply(value));
    }

    @Override
    public T fromJson(JsonReader reader) {
      return parse.apply(reader.readString());
    }
  }
}
