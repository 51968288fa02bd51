package io.keyferry.cloud.aws;

import io.keyferry.model.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Items that an earlier release wrote, in DynamoDB's JSON. */
public final class StoredItems {

  /** Each is an import in another state or of another kind. */
  public static final List<String> IMPORTS =
      List.of(
          "requested",
          "queued",
          "imported",
          "failed",
          "hsm-key-queued",
          "key-pair",
          "verification-queued",
          "verification-imported");

  private StoredItems() {}

  /** The text of an item. */
  public static String text(String name) {
    try (InputStream in = StoredItems.class.getResourceAsStream("schema1/" + name + ".json")) {
      if (in == null) {
        throw new IllegalStateException("expected an item " + name + ", found none");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Map<String, AttributeValue> item(String name) {
    return map((Json.Obj) Json.read(text(name).getBytes(StandardCharsets.UTF_8)));
  }

  private static Map<String, AttributeValue> map(Json.Obj object) {
    Map<String, AttributeValue> map = new LinkedHashMap<>();
    object.fields().forEach((name, value) -> map.put(name, value((Json.Obj) value)));
    return map;
  }

  private static AttributeValue value(Json.Obj typed) {
    Map.Entry<String, Json> entry = typed.fields().entrySet().iterator().next();
    return switch (entry.getValue()) {
      case Json.Text(String text) when entry.getKey().equals("S") -> AttributeValue.fromS(text);
      case Json.Text(String text) when entry.getKey().equals("N") -> AttributeValue.fromN(text);
      case Json.Text(String text) ->
          AttributeValue.fromB(SdkBytes.fromByteArray(Base64.getDecoder().decode(text)));
      case Json.Bool(boolean bool) -> AttributeValue.fromBool(bool);
      case Json.Obj object -> AttributeValue.fromM(map(object));
      default -> throw new IllegalStateException("no attribute value is " + entry);
    };
  }
}
