package io.keyferry.cloud.request;

import io.keyferry.cloud.event.Fault;
import io.keyferry.cloud.event.Json;
import io.keyferry.model.Expiration;
import io.keyferry.model.InvalidValueException;
import io.keyferry.model.WrappingAlgorithm;
import io.keyferry.model.WrappingKeySpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a request and finds every fault that can be seen without asking AWS or the clock. */
public final class RequestReader {

  private static final Set<String> FIELDS =
      new LinkedHashSet<>(
          List.of(
              "clientToken",
              "newKey",
              "keyId",
              "wrappingAlgorithm",
              "wrappingKeySpec",
              "expiration"));
  private static final Pattern CLIENT_TOKEN = Pattern.compile("[\\x20-\\x7E]{1,128}");
  private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9:/_-]{1,2048}");
  private static final Pattern ANY = Pattern.compile(".*", Pattern.DOTALL);

  private final NewKeyReader newKeys;

  /**
   * A reader for one account.
   *
   * @param newKeys reads the description of a key to create
   */
  public RequestReader(NewKeyReader newKeys) {
    this.newKeys = newKeys;
  }

  /** Never throws: what is wrong is in the faults. */
  public RequestReading read(Json input) {
    List<Fault> faults = new ArrayList<>();
    if (!(input instanceof Json.Obj object)) {
      faults.add(new Fault(Fault.REQUEST, "a JSON object", input.shown()));
      return new RequestReading(
          Optional.empty(),
          faults,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }
    return read(object, faults);
  }

  private RequestReading read(Json.Obj object, List<Fault> faults) {
    FieldReader fields = new FieldReader(object, "", faults, FIELDS);
    Optional<String> clientToken =
        fields.text("clientToken", CLIENT_TOKEN, "1 to 128 printable ASCII characters");
    Optional<NewKey> newKey = fields.object("newKey").map(o -> newKeys.read(o, faults));
    Optional<String> keyId =
        fields.text("keyId", KEY_ID, "a KMS key id, key ARN, alias name or alias ARN");
    if (fields.has("newKey") == fields.has("keyId")) {
      faults.add(
          new Fault(
              Fault.REQUEST,
              "exactly one of newKey and keyId",
              fields.has("newKey") ? "both" : "neither"));
    }
    WrappingAlgorithm algorithm =
        fields
            .constant("wrappingAlgorithm", List.of(WrappingAlgorithm.values()))
            .orElse(WrappingAlgorithm.RSAES_OAEP_SHA_256);
    WrappingKeySpec spec =
        fields
            .constant("wrappingKeySpec", List.of(WrappingKeySpec.values()))
            .orElse(WrappingKeySpec.RSA_4096);
    Combination.refusal(algorithm, spec)
        .ifPresent(sentence -> fields.fault("wrappingAlgorithm", Combination.EXPECTED, sentence));
    Optional<Expiration> expiration = expiration(fields);
    Optional<KeyChoice> key = newKey.<KeyChoice>map(k -> k).or(() -> keyId.map(ExistingKey::new));
    Optional<ImportRequest> request =
        faults.isEmpty()
            ? key.map(
                k -> new ImportRequest(k, algorithm, spec, expiration.orElse(Expiration.NEVER)))
            : Optional.empty();
    return new RequestReading(
        request, faults, clientToken, newKey.flatMap(NewKey::alias), keyId, expiration);
  }

  private static Optional<Expiration> expiration(FieldReader fields) {
    Optional<String> text = fields.text("expiration", ANY, ExpirationText.EXPECTED);
    try {
      return text.map(ExpirationText::parse);
    } catch (InvalidValueException e) {
      fields.fault("expiration", ExpirationText.EXPECTED, text.orElse(""));
      return Optional.empty();
    }
  }
}
