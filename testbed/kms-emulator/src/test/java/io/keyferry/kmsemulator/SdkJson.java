package io.keyferry.kmsemulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.protocol.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.Buildable;

/** Converts JSON of the KMS API to the SDK's own requests, and its answers to JSON. */
final class SdkJson {

  /** What the SDK's types cannot express: an unknown member, or one of another type. */
  static final class NotSayableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotSayableException(String what) {
      super(what);
    }
  }

  private SdkJson() {}

  /**
   * @throws NotSayableException if the builder cannot accept all of it
   */
  static void fill(SdkPojo builder, JsonNode json) {
    Map<String, SdkField<?>> fields = new LinkedHashMap<>();
    builder.sdkFields().forEach(field -> fields.put(field.locationName(), field));
    for (Map.Entry<String, JsonNode> member : json.properties()) {
      SdkField<?> field = fields.get(member.getKey());
      if (field == null) {
        throw new NotSayableException("no member " + member.getKey());
      }
      field.set(builder, value(field, member.getValue()));
    }
  }

  private static Object value(SdkField<?> field, JsonNode json) {
    MarshallingType<?> type = field.marshallingType();
    if (MarshallingType.STRING.equals(type) && json.isTextual()) {
      return json.textValue();
    }
    if (MarshallingType.INTEGER.equals(type) && json.isInt()) {
      return json.intValue();
    }
    if (MarshallingType.BOOLEAN.equals(type) && json.isBoolean()) {
      return json.booleanValue();
    }
    if (MarshallingType.INSTANT.equals(type) && json.isNumber()) {
      return Instant.ofEpochMilli(json.decimalValue().movePointRight(3).longValue());
    }
    if (MarshallingType.SDK_BYTES.equals(type) && json.isTextual()) {
      return bytes(json.textValue());
    }
    if (MarshallingType.LIST.equals(type) && json.isArray()) {
      SdkField<?> item = field.getTrait(ListTrait.class).memberFieldInfo();
      List<Object> values = new ArrayList<>();
      json.forEach(element -> values.add(value(item, element)));
      return values;
    }
    if (MarshallingType.MAP.equals(type) && json.isObject()) {
      SdkField<?> item = field.getTrait(MapTrait.class).valueFieldInfo();
      Map<String, Object> values = new LinkedHashMap<>();
      json.properties().forEach(e -> values.put(e.getKey(), value(item, e.getValue())));
      return values;
    }
    if (MarshallingType.SDK_POJO.equals(type) && json.isObject()) {
      SdkPojo nested = field.constructor().get();
      fill(nested, json);
      return ((Buildable) nested).build();
    }
    throw new NotSayableException(json + " as " + field.locationName());
  }

  private static SdkBytes bytes(String base64) {
    try {
      return SdkBytes.fromByteArray(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      throw new NotSayableException("no base64");
    }
  }

  static ObjectNode of(SdkPojo answer) {
    ObjectNode json = Json.object();
    for (SdkField<?> field : answer.sdkFields()) {
      node(field.getValueOrDefault(answer))
          .ifPresent(value -> json.set(field.locationName(), value));
    }
    return json;
  }

  private static Optional<JsonNode> node(Object value) {
    return switch (value) {
      case null -> Optional.empty();
      case SdkAutoConstructList<?> absent -> Optional.empty();
      case SdkAutoConstructMap<?, ?> absent -> Optional.empty();
      case Instant instant -> Optional.of(Json.timestamp(instant));
      case SdkBytes bytes ->
          Optional.of(
              Json.object().textNode(Base64.getEncoder().encodeToString(bytes.asByteArray())));
      case SdkPojo pojo -> Optional.of(of(pojo));
      case List<?> list -> {
        ArrayNode array = Json.object().putArray("list");
        list.forEach(item -> node(item).ifPresent(array::add));
        yield Optional.of(array);
      }
      case Boolean flag -> Optional.of(Json.object().booleanNode(flag));
      case Integer number -> Optional.of(Json.object().numberNode(number));
      default -> Optional.of(Json.object().textNode(value.toString()));
    };
  }
}
