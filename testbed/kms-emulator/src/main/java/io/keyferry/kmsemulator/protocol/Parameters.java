package io.keyferry.kmsemulator.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** The members of a request that has passed its {@link Shape}. */
public final class Parameters {

  private final ObjectNode request;

  Parameters(ObjectNode request) {
    this.request = request;
  }

  public boolean has(String name) {
    return !Member.isAbsent(request.path(name));
  }

  /** A member that the shape requires. */
  public String text(String name) {
    return request.path(name).textValue();
  }

  public Optional<String> optionalText(String name) {
    return present(name).map(JsonNode::textValue);
  }

  /** A blob that the shape requires. */
  public byte[] blob(String name) {
    return bytes(request.path(name));
  }

  /** A flag; false if it is absent. */
  public boolean flag(String name) {
    return request.path(name).booleanValue();
  }

  public int number(String name, int otherwise) {
    return present(name).map(JsonNode::intValue).orElse(otherwise);
  }

  public Optional<Instant> timestamp(String name) {
    return present(name)
        .map(JsonNode::decimalValue)
        .map(seconds -> seconds.multiply(BigDecimal.valueOf(1000)).longValue())
        .map(Instant::ofEpochMilli);
  }

  /** A structure, as received. */
  public Optional<ObjectNode> object(String name) {
    return present(name)
        .filter(ObjectNode.class::isInstance)
        .map(node -> ((ObjectNode) node).deepCopy());
  }

  /** A map from text to text, sorted by key. */
  public SortedMap<String, String> texts(String name) {
    SortedMap<String, String> result = new TreeMap<>();
    request
        .path(name)
        .properties()
        .forEach(entry -> result.put(entry.getKey(), entry.getValue().asText()));
    return result;
  }

  /** A list of texts that the shape requires. */
  public List<String> list(String name) {
    return request.path(name).valueStream().map(JsonNode::textValue).toList();
  }

  /** The {@code Tags} of the request, in its order. */
  public List<Map.Entry<String, String>> tags() {
    return StreamSupport.stream(request.path("Tags").spliterator(), false)
        .map(tag -> Map.entry(tag.path("TagKey").asText(), tag.path("TagValue").asText()))
        .toList();
  }

  private Optional<JsonNode> present(String name) {
    return has(name) ? Optional.of(request.path(name)) : Optional.empty();
  }

  static byte[] bytes(JsonNode blob) {
    return decode(blob.textValue())
        .orElseThrow(() -> KmsError.unexplained("SerializationException"));
  }

  /** The bytes of a base64 text; empty for any other text. */
  static Optional<byte[]> decode(String text) {
    try {
      return Optional.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      // Not a fault of ours: the caller asks whether the text is base64.
      return Optional.empty();
    }
  }
}
