package io.keyferry.cloud.request;

import io.keyferry.cloud.event.Fault;
import io.keyferry.cloud.record.ExistingHsmKey;
import io.keyferry.model.json.Json;
import io.keyferry.model.value.AgentName;
import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import io.keyferry.model.value.WrappingRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a request and finds every fault that can be seen without asking AWS or the clock. */
public final class RequestReader {

  /** The field that names the agent. */
  public static final String AGENT = "agent";

  /** The field that names a key of the HSM. */
  public static final String HSM_KEY = "hsmKey";

  private static final String CLIENT_TOKEN = "clientToken";
  private static final String WRAPPING_KEY_SPEC = "wrappingKeySpec";
  private static final String EXPIRATION = "expiration";
  private static final Pattern TOKEN = Pattern.compile("[\\x20-\\x7E]{1,128}");

  private final List<RequestKind> kinds;
  private final Set<String> fields = new LinkedHashSet<>();

  /**
   * A reader for these kinds of request.
   *
   * @param kinds in the order in which they are named to a caller
   */
  public RequestReader(List<RequestKind> kinds) {
    this.kinds = List.copyOf(kinds);
    fields.add(CLIENT_TOKEN);
    kinds.forEach(kind -> fields.add(kind.name()));
    fields.addAll(
        List.of(AGENT, HSM_KEY, ParsedRequest.WRAPPING_ALGORITHM, WRAPPING_KEY_SPEC, EXPIRATION));
  }

  /** Never throws: what is wrong is in the faults. */
  public ParsedRequest read(Json input) {
    List<Fault> faults = new ArrayList<>();
    if (input instanceof Json.Obj object) {
      return read(new FieldReader(object, "", faults, fields), faults);
    }
    faults.add(new Fault(Fault.REQUEST, "a JSON object", input.shown()));
    return new ParsedRequest(Optional.empty(), List.of(), RequestOptions.NONE, faults);
  }

  private ParsedRequest read(FieldReader reader, List<Fault> faults) {
    Optional<String> clientToken =
        reader.text(CLIENT_TOKEN, TOKEN, "1 to 128 printable ASCII characters");
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
      faults.add(
          new Fault(
              Fault.REQUEST,
              "exactly one of " + names(),
              chosen.isEmpty() ? "none" : String.join(" and ", chosen)));
    }
    excluded.keySet().removeIf(name -> !reader.has(name));
    excluded.forEach((name, expected) -> reader.fault(name, expected, "the field"));
    Optional<AgentName> agent =
        excluded.containsKey(AGENT)
            ? Optional.empty()
            : reader.parsed(AGENT, AgentName.EXPECTED, AgentName::new);
    Optional<ExistingHsmKey> hsmKey =
        excluded.containsKey(HSM_KEY) ? Optional.empty() : HsmKeyReader.read(reader);
    WrappingKeySpec wrappingKeySpec =
        reader
            .constant(WRAPPING_KEY_SPEC, List.of(WrappingKeySpec.values()))
            .orElse(RequestOptions.STANDARD_SPEC);
    Optional<KeySpec> keySpec =
        read.stream().map(KindRequest::keySpec).flatMap(Optional::stream).findFirst();
    Optional<WrappingAlgorithm> algorithm =
        reader
            .constant(ParsedRequest.WRAPPING_ALGORITHM, List.of(WrappingAlgorithm.values()))
            .or(() -> keySpec.map(WrappingRule::usual));
    Optional<Expiration> expiration =
        reader.parsed(EXPIRATION, ExpirationText.EXPECTED, ExpirationText::parse);
    ParsedRequest parsed =
        new ParsedRequest(
            clientToken,
            read,
            new RequestOptions(agent, hsmKey, algorithm, wrappingKeySpec, expiration),
            faults);
    keySpec.flatMap(parsed::wrappingFault).ifPresent(faults::add);
    return parsed;
  }

  /** All but the last with commas between, as a sentence has them. */
  private String names() {
    List<String> names = kinds.stream().map(RequestKind::name).toList();
    return String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
  }
}
