package io.keyferry.cloud.request;

import io.keyferry.cloud.record.ExistingHsmKey;
import io.keyferry.model.input.Form;
import io.keyferry.model.input.ObjectReader;
import io.keyferry.model.input.Violation;
import io.keyferry.model.json.Json;
import io.keyferry.model.value.AgentName;
import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import io.keyferry.model.value.WrappingRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a request and finds every violation that needs neither AWS nor the clock. */
public final class RequestReader {

  /** The field that names the agent. */
  public static final String AGENT = "agent";

  /** The field that names an HSM key. */
  public static final String HSM_KEY = "hsmKey";

  private static final String CLIENT_TOKEN = "clientToken";
  private static final String WRAPPING_KEY_SPEC = "wrappingKeySpec";
  private static final String EXPIRATION = "expiration";
  private static final Pattern TOKEN = Pattern.compile("[\\x20-\\x7E]{1,128}");

  private final List<RequestKind> kinds;

  /**
   * A reader for these kinds of request.
   *
   * @param kinds in the order in which messages name them
   */
  public RequestReader(List<RequestKind> kinds) {
    this.kinds = List.copyOf(kinds);
  }

  /** Never throws: the result has the violations. */
  public ParsedRequest read(Json input) {
    List<Violation> violations = new ArrayList<>();
    if (input instanceof Json.Obj object) {
      return read(ObjectReader.of("", object, "a JSON object", violations::add), violations);
    }
    violations.add(new Violation("", "a JSON object", Violation.shown(input)));
    return new ParsedRequest(Optional.empty(), List.of(), RequestOptions.NONE, violations);
  }

  private ParsedRequest read(ObjectReader reader, List<Violation> violations) {
    Optional<String> clientToken =
        reader.optional(CLIENT_TOKEN, Form.text("1 to 128 printable ASCII characters", TOKEN));
    List<KindRequest> read = new ArrayList<>();
    Map<String, String> excluded = new LinkedHashMap<>();
    List<String> chosen = new ArrayList<>();
    for (RequestKind kind : kinds) {
      kind.read(reader).ifPresent(read::add);
      if (reader.has(kind.name())) {
        chosen.add(kind.name());
        excluded.putAll(kind.excluded());
      }
    }
    if (chosen.size() != 1) {
      violations.add(
          new Violation(
              "",
              "exactly one of " + names(),
              chosen.isEmpty() ? "none" : String.join(" and ", chosen)));
    }
    excluded.keySet().removeIf(name -> !reader.has(name));
    excluded.forEach((name, expected) -> reader.violation(name, expected, "the field"));
    Optional<AgentName> agent =
        excluded.containsKey(AGENT)
            ? Optional.empty()
            : reader.parsed(AGENT, AgentName.EXPECTED, AgentName::new);
    Optional<ExistingHsmKey> hsmKey =
        excluded.containsKey(HSM_KEY) ? Optional.empty() : HsmKeyReader.read(reader);
    WrappingKeySpec wrappingKeySpec =
        reader
            .optional(WRAPPING_KEY_SPEC, Form.oneOf(WrappingKeySpec.values()))
            .orElse(RequestOptions.STANDARD_SPEC);
    Optional<KeySpec> keySpec =
        read.stream().map(KindRequest::keySpec).flatMap(Optional::stream).findFirst();
    Optional<WrappingAlgorithm> algorithm =
        reader
            .optional(ParsedRequest.WRAPPING_ALGORITHM, Form.oneOf(WrappingAlgorithm.values()))
            .or(() -> keySpec.map(WrappingRule::usual));
    Optional<Expiration> expiration =
        reader.parsed(EXPIRATION, ExpirationText.EXPECTED, ExpirationText::parse);
    reader.refuseUnknown();
    ParsedRequest parsed =
        new ParsedRequest(
            clientToken,
            read,
            new RequestOptions(agent, hsmKey, algorithm, wrappingKeySpec, expiration),
            violations);
    keySpec.flatMap(parsed::wrappingViolation).ifPresent(violations::add);
    return parsed;
  }

  /** The names for a sentence: separated by commas, the last with "and". */
  private String names() {
    List<String> names = kinds.stream().map(RequestKind::name).toList();
    return String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
  }
}
