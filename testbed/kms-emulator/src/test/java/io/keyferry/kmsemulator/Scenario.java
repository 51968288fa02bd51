package io.keyferry.kmsemulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.keyferry.kmsemulator.crypto.KeyBytes;
import io.keyferry.kmsemulator.environment.KmsEnvironment;
import io.keyferry.kmsemulator.environment.KmsTimes;
import io.keyferry.kmsemulator.key.Regions;
import io.keyferry.kmsemulator.operation.KmsOperations;
import io.keyferry.kmsemulator.protocol.HttpAnswer;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.testing.TestMaterials;
import io.keyferry.kmsemulator.testing.Wrapper;
import io.keyferry.kmsemulator.value.KmsKeyId;
import io.keyferry.kmsemulator.value.WrappingKeySpec;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One case of a case file, run on the operations themselves.
 *
 * <p>A call may name the {@code region} that it goes to. A text may contain {@code {…}}: {@code
 * {key.KeyMetadata.Arn}} is a field of the answer that was saved as {@code key}; {@code {wrap
 * RSAES_OAEP_SHA_256|set|32 bytes of a}} is wrapped material; {@code {id key|32 bytes of a}} its
 * KeyMaterialId; {@code {damaged set.ImportToken}} a blob with one bit changed; {@code {text 5000}}
 * a long text; {@code {blob 5000}} a long blob; {@code {in PT1H}} a timestamp.
 */
final class Scenario {

  static final Instant START = Instant.parse("2026-09-12T10:31:45.241Z");

  private static final String HOME = "eu-west-1";
  private static final KmsTimes TIMES = new KmsTimes(Duration.ofSeconds(50), Duration.ofSeconds(2));

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z][^{}\"]*)}");

  private final Map<String, ObjectNode> saved = new HashMap<>();
  private final MovableClock clock = new MovableClock(START);
  private final TestMaterials materials;
  private final Map<String, Map<String, KmsOperation>> operations = new HashMap<>();

  private final Regions regions;

  Scenario(TestMaterials materials, Function<WrappingKeySpec, KeyPair> wrappingKeyPairs) {
    this.materials = materials;
    regions =
        Regions.of(
            List.of(HOME, "eu-central-1", "eu-north-1"),
            name -> new KmsEnvironment(name, "111122223333", clock, new SecureRandom()));
    regions.forEach((region, keys) ->
        operations.put(
            region,
            KmsOperations.over(keys, keys.environment(), regions, TIMES, wrappingKeyPairs)));
  }

  /**
   * A step towards a state: a call whose answer is saved, a wait, or repeated steps. A call that
   * must be refused names the error as {@code refused}.
   */
  void play(JsonNode step) {
    if (step.has("times")) {
      for (int i = 0; i < step.path("times").asInt(); i++) {
        step.path("steps").forEach(this::play);
      }
    } else if (step.has("wait")) {
      clock.advance(Duration.parse(step.path("wait").asText()));
    } else {
      HttpAnswer answer = call(step);
      String refusal = answer.status() == 200 ? "" : answer.body().path("__type").asText();
      if (!refusal.equals(step.path("refused").asText())) {
        throw new AssertionError("the step " + step + " was answered with " + answer);
      }
      saved.put(step.path("save").asText("last"), answer.body());
    }
  }

  HttpAnswer call(JsonNode step) {
    String region = step.path("region").asText(HOME);
    KmsOperation operation =
        operations.getOrDefault(region, Map.of()).get(step.path("call").asText());
    if (operation == null) {
      throw new AssertionError("no such operation: " + step);
    }
    try {
      return HttpAnswer.ok(operation.answer((ObjectNode) filled(step.path("with"))));
    } catch (KmsError e) {
      return HttpAnswer.of(e);
    }
  }

  /** The same call through the SDK. */
  HttpAnswer callThrough(SdkKms sdk, JsonNode step) {
    sdk.serve(regions, operations, clock);
    return sdk.call(
        step.path("region").asText(HOME), step.path("call").asText(), filled(step.path("with")));
  }

  /** The node with every placeholder filled in. */
  JsonNode filled(JsonNode node) {
    JsonNode copy = node.deepCopy();
    if (copy instanceof ObjectNode object) {
      object.properties().forEach(entry -> entry.setValue(filled(entry.getValue())));
      return object;
    }
    if (copy.isArray()) {
      var array = Json.object().putArray("filled");
      copy.forEach(item -> array.add(filled(item)));
      return array;
    }
    if (copy.isTextual() && copy.textValue().startsWith("{in ")) {
      String step = copy.textValue().substring(4, copy.textValue().length() - 1);
      return Json.timestamp(clock.instant().plus(Duration.parse(step)));
    }
    return copy.isTextual() ? TextNode.valueOf(filled(copy.textValue())) : copy;
  }

  String filled(String text) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(value(match.group(1))));
  }

  private String value(String placeholder) {
    String[] words = placeholder.split(" ", 2);
    String[] parts = words[words.length - 1].split("\\|", -1);
    return switch (words[0]) {
      case "wrap" -> wrapped(parts[0], parts[1], parts[2]);
      case "id" -> materialId(parts[0], parts[1]);
      case "damaged" -> damaged(field(parts[0]));
      case "text" -> "x".repeat(Integer.parseInt(parts[0]));
      case "blob" -> Base64.getEncoder().encodeToString(new byte[Integer.parseInt(parts[0])]);
      default -> field(placeholder);
    };
  }

  private String field(String path) {
    int dot = path.indexOf('.');
    ObjectNode answer = saved.get(path.substring(0, dot));
    JsonNode field =
        answer == null
            ? TextNode.valueOf("")
            : answer.at("/" + path.substring(dot + 1).replace('.', '/'));
    if (field.asText().isEmpty()) {
      throw new AssertionError("nothing was saved at " + path);
    }
    return field.asText();
  }

  private String wrapped(String algorithm, String set, String material) {
    byte[] publicKey = Base64.getDecoder().decode(field(set + ".PublicKey"));
    return Base64.getEncoder()
        .encodeToString(Wrapper.wrap(algorithm, publicKey, materials.named(material)));
  }

  private String materialId(String key, String material) {
    KmsKeyId keyId = new KmsKeyId(field(key + ".KeyMetadata.KeyId"));
    return new KeyBytes(materials.named(material)).materialId(keyId);
  }

  private static String damaged(String blob) {
    byte[] bytes = Base64.getDecoder().decode(blob);
    // Beyond the bytes that name the key, both in AWS's blobs and in the emulator's.
    bytes[bytes.length - 1] ^= 1;
    return Base64.getEncoder().encodeToString(bytes);
  }
}
