package io.keyferry.cloud;

import io.keyferry.cloud.event.Fault;
import io.keyferry.model.json.Json;
import io.keyferry.model.value.AgentName;
import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the enrolled agents: {@code [{"name":…,"publicKey":…,"jobsQueueUrl":…}]}, the key as PEM.
 */
final class EnrolledAgents {

  static final String EXPECTED =
      "a JSON array of agents, each with name, publicKey (PEM, as its enrol command prints it) and"
          + " jobsQueueUrl";

  /** All variables of a function together must not be longer than 4 KB. */
  private static final int MOST = 8;

  /** An agent as the deployment names it. */
  record Enrolled(AgentName name, VerificationKey key, String jobsQueueUrl) {}

  private final String variable;
  private final List<Fault> faults;

  EnrolledAgents(String variable, List<Fault> faults) {
    this.variable = variable;
    this.faults = faults;
  }

  /** The agents that can be read. Whatever is wrong is in the faults. */
  List<Enrolled> read(String text) {
    List<Enrolled> agents = new ArrayList<>();
    if (!(json(text) instanceof Json.Arr(List<Json> items))
        || items.isEmpty()
        || items.size() > MOST) {
      faults.add(new Fault(variable, EXPECTED + ", 1 to " + MOST, text));
      return agents;
    }
    for (int i = 0; i < items.size(); i++) {
      agent(variable + "[" + i + "]", items.get(i)).ifPresent(agents::add);
    }
    checkDistinct("name", agents, agent -> agent.name().value());
    checkDistinct("publicKey", agents, agent -> agent.key().thumbprint().value());
    checkDistinct("jobsQueueUrl", agents, Enrolled::jobsQueueUrl);
    return agents;
  }

  private static Json json(String text) {
    try {
      return Json.read(text.getBytes(StandardCharsets.UTF_8));
    } catch (InvalidValueException e) {
      return new Json.Null();
    }
  }

  private Optional<Enrolled> agent(String path, Json item) {
    Json.Obj object = item instanceof Json.Obj found ? found : new Json.Obj(Map.of(), List.of());
    Optional<AgentName> name = field(path + ".name", object, AgentName.EXPECTED, AgentName::new);
    Optional<VerificationKey> key =
        field(path + ".publicKey", object, "an EC P-256 public key as PEM", VerificationKey::ofPem);
    Optional<String> queue =
        field(path + ".jobsQueueUrl", object, QueueUrl.EXPECTED, QueueUrl::check);
    return name.flatMap(n -> key.flatMap(k -> queue.map(q -> new Enrolled(n, k, q))));
  }

  private <T> Optional<T> field(
      String path, Json.Obj object, String expected, Function<String, T> parse) {
    Optional<String> text = object.text(path.substring(path.lastIndexOf('.') + 1));
    try {
      Optional<T> value = text.map(parse);
      if (value.isPresent()) {
        return value;
      }
    } catch (InvalidValueException e) {
      // Noted below, with what was found.
    }
    faults.add(new Fault(path, expected, text.orElse("none")));
    return Optional.empty();
  }

  private void checkDistinct(
      String field, List<Enrolled> agents, Function<Enrolled, String> value) {
    Set<String> seen = new HashSet<>();
    for (Enrolled agent : agents) {
      if (!seen.add(value.apply(agent))) {
        faults.add(
            new Fault(
                variable, "another " + field + " for each agent", value.apply(agent) + " twice"));
      }
    }
  }
}
