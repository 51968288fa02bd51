package io.keyferry.cloud.request;

import io.keyferry.cloud.event.Fault;
import io.keyferry.model.json.Json;
import io.keyferry.model.value.AgentName;
import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import io.keyferry.model.value.WrappingRule;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a request and finds every fault that can be seen without asking AWS or the clock. */
public final class RequestReader {

  private static final String VERIFY = "verify";
  private static final String EXPIRATION = "expiration";
  private static final String AGENT = "agent";
  private static final String HSM_KEY = "hsmKey";
  private static final WrappingKeySpec STANDARD_SPEC = WrappingKeySpec.RSA_4096;
  private static final List<String> CHOICES = List.of("newKey", "keyId", VERIFY);
  private static final Set<String> FIELDS =
      new LinkedHashSet<>(
          List.of(
              "clientToken",
              "newKey",
              "keyId",
              VERIFY,
              AGENT,
              HSM_KEY,
              ParsedRequest.WRAPPING_ALGORITHM,
              "wrappingKeySpec",
              EXPIRATION));
  private static final Pattern CLIENT_TOKEN = Pattern.compile("[\\x20-\\x7E]{1,128}");
  private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9:/_-]{1,2048}");

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
  public ParsedRequest read(Json input) {
    List<Fault> faults = new ArrayList<>();
    if (!(input instanceof Json.Obj object)) {
      faults.add(new Fault(Fault.REQUEST, "a JSON object", input.shown()));
      return new ParsedRequest(
          Optional.empty(),
          faults,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          STANDARD_SPEC,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }
    return read(object, faults);
  }

  private ParsedRequest read(Json.Obj object, List<Fault> faults) {
    FieldReader fields = new FieldReader(object, "", faults, FIELDS);
    Optional<String> clientToken =
        fields.text("clientToken", CLIENT_TOKEN, "1 to 128 printable ASCII characters");
    Optional<NewKey> newKey = fields.object("newKey").map(o -> newKeys.read(o, faults));
    Optional<String> keyId =
        fields.text("keyId", KEY_ID, "a KMS key id, key ARN, alias name or alias ARN");
    Optional<Verification> verification =
        fields.object(VERIFY).flatMap(o -> VerificationReader.read(o, faults));
    List<String> chosen = CHOICES.stream().filter(fields::has).toList();
    if (chosen.size() != 1) {
      faults.add(
          new Fault(
              Fault.REQUEST,
              "exactly one of newKey, keyId and verify",
              chosen.isEmpty() ? "none" : String.join(" and ", chosen)));
    }
    Optional<AgentName> agent = agent(fields);
    Optional<ExistingHsmKey> hsmKey = hsmKey(fields, faults);
    WrappingKeySpec spec =
        fields.constant("wrappingKeySpec", List.of(WrappingKeySpec.values())).orElse(STANDARD_SPEC);
    Optional<WrappingAlgorithm> algorithm =
        fields
            .constant(ParsedRequest.WRAPPING_ALGORITHM, List.of(WrappingAlgorithm.values()))
            .or(() -> newKey.map(key -> WrappingRule.usual(key.spec())));
    newKey.ifPresent(key ->
        algorithm
            .flatMap(asked -> ParsedRequest.wrappingFault(key.spec(), asked, spec))
            .ifPresent(faults::add));
    Optional<Expiration> expiration =
        fields.parsed(EXPIRATION, ExpirationText.EXPECTED, ExpirationText::parse);
    Optional<KeyChoice> key =
        newKey.<KeyChoice>map(k -> k).or(() -> keyId.map(ExistingKey::new)).or(() -> verification);
    Optional<ImportRequest> request =
        faults.isEmpty()
            ? key.map(k ->
                new ImportRequest(k, agent, hsmKey, algorithm, spec, expiration(k, expiration)))
            : Optional.empty();
    return new ParsedRequest(
        request,
        faults,
        clientToken,
        agent,
        algorithm,
        spec,
        newKey,
        keyId,
        verification,
        expiration);
  }

  private static Optional<AgentName> agent(FieldReader fields) {
    if (fields.has(VERIFY) && fields.has(AGENT)) {
      fields.fault(AGENT, "no agent, as a verification goes to that of the import", "the field");
      return Optional.empty();
    }
    return fields.parsed(AGENT, AgentName.EXPECTED, AgentName::new);
  }

  private static Optional<ExistingHsmKey> hsmKey(FieldReader fields, List<Fault> faults) {
    if (fields.has(VERIFY) && fields.has(HSM_KEY)) {
      fields.fault(HSM_KEY, "no key, as a verification takes that of the import", "the field");
      return Optional.empty();
    }
    return fields.object(HSM_KEY).flatMap(object -> HsmKeyReader.read(object, faults));
  }

  private static Optional<Expiration> expiration(KeyChoice key, Optional<Expiration> asked) {
    return key instanceof Verification ? asked : Optional.of(asked.orElse(Expiration.NEVER));
  }
}
