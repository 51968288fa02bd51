package io.keyferry.kmsemulator.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One member of a request and its rules.
 *
 * @param name as on the wire, for example {@code KeyId}
 * @param violation what is wrong with a value, in AWS's words
 */
public record Member(
    String name, Kind kind, boolean required, Function<JsonNode, Optional<String>> violation) {

  /** The JSON type of a member. */
  public enum Kind {
    TEXT,
    BLOB,
    TIMESTAMP,
    INTEGER,
    BOOLEAN,
    TAGS,
    TEXTS,
    MAP;

    boolean fits(JsonNode value) {
      return switch (this) {
        case TEXT -> value.isTextual();
        case BLOB -> value.isTextual() && Parameters.decode(value.textValue()).isPresent();
        case TIMESTAMP -> value.isNumber();
        case INTEGER -> value.isIntegralNumber();
        case BOOLEAN -> value.isBoolean();
        case TAGS -> value.isArray();
        case TEXTS -> value.isArray() && value.valueStream().allMatch(JsonNode::isTextual);
        case MAP -> value.isObject();
      };
    }
  }

  public static Member of(String name, Kind kind) {
    return new Member(name, kind, false, value -> Optional.empty());
  }

  /** A text with this range of lengths. */
  public static Member text(String name, int shortest, int longest) {
    return new Member(
        name, Kind.TEXT, false, value -> Constraint.length(value.textValue(), shortest, longest));
  }

  /** A text that matches the whole expression. */
  public static Member text(String name, int shortest, int longest, String expression) {
    return new Member(
        name,
        Kind.TEXT,
        false,
        value ->
            Constraint.length(value.textValue(), shortest, longest)
                .or(() -> Constraint.pattern(value.textValue(), expression)));
  }

  /** A list of texts, each with this range of lengths. */
  public static Member texts(String name, int shortest, int longest) {
    return new Member(
        name,
        Kind.TEXTS,
        false,
        value ->
            value
                .valueStream()
                .flatMap(text -> Constraint.length(text.textValue(), shortest, longest).stream())
                .findFirst()
                .map(Constraint::ofMembers));
  }

  /** One of these words. */
  public static Member oneOf(String name, List<String> words) {
    return new Member(name, Kind.TEXT, false, value -> Constraint.oneOf(value.textValue(), words));
  }

  /** A list of these words. */
  public static Member wordsOf(String name, List<String> words) {
    return new Member(
        name,
        Kind.TEXTS,
        false,
        value ->
            value
                .valueStream()
                .flatMap(word -> Constraint.oneOf(word.textValue(), words).stream())
                .findFirst()
                .map(Constraint::ofMembers));
  }

  /** A blob with this range of lengths. */
  public static Member blob(String name, int shortest, int longest) {
    return new Member(
        name,
        Kind.BLOB,
        false,
        value -> Constraint.length(Parameters.bytes(value).length, shortest, longest));
  }

  /** A whole number from {@code min} to {@code max}. */
  public static Member number(String name, int min, int max) {
    return new Member(
        name, Kind.INTEGER, false, value -> Constraint.range(value.longValue(), min, max));
  }

  /**
   * A copy of the member for one of two sides, for example {@code SourceKeyId} of {@code KeyId}.
   */
  public Member of(String side) {
    return new Member(side + name, kind, required, violation);
  }

  /** A required copy of the member. */
  public Member needed() {
    return new Member(name, kind, true, violation);
  }

  /** The violation of this member in the request, as one clause of AWS's sentence. */
  Optional<String> complaint(JsonNode request, String path) {
    JsonNode value = request.path(name);
    if (isAbsent(value)) {
      return required
          ? Optional.of(Constraint.clause("Value null", path, "Member must not be null"))
          : Optional.empty();
    }
    if (!kind.fits(value)) {
      throw KmsError.unexplained("SerializationException");
    }
    return violation.apply(value).map(rule -> Constraint.clause(shown(value), path, rule));
  }

  static boolean isAbsent(JsonNode value) {
    return value instanceof MissingNode || value.isNull();
  }

  /** AWS repeats texts and numbers, but not blobs. */
  private String shown(JsonNode value) {
    return switch (kind) {
      case BLOB -> "Value";
      case TEXTS ->
          "Value '["
              + value.valueStream().map(JsonNode::textValue).collect(Collectors.joining(", "))
              + "]'";
      default -> "Value '" + value.asText() + "'";
    };
  }
}
