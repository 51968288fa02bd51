package io.keyferry.infra.settings;

import io.keyferry.model.input.ObjectReader;
import io.keyferry.model.input.Violation;
import io.keyferry.model.value.AgentName;
import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.KeyThumbprint;
import io.keyferry.model.value.VerificationKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Reads the property {@code agents}, and ensures that no two agents can be confused. */
final class AgentsReader {

  private static final int MAX = 8;
  private static final String EXPECTED = "an object with 1 to " + MAX + " agents by their names";

  private final TextFile files;
  private final Map<String, String> firstWithName = new HashMap<>();
  private final Map<KeyThumbprint, String> firstWithKey = new HashMap<>();
  private final Map<Agent.Identity, String> firstWithIdentity = new HashMap<>();

  AgentsReader(TextFile files) {
    this.files = files;
  }

  List<Agent> read(ObjectReader settings) {
    ObjectReader all = settings.object("agents", EXPECTED);
    if (all.names().isEmpty()) {
      all.violation(EXPECTED, "an empty object");
    } else if (all.names().size() > MAX) {
      all.violation("at most " + MAX + " agents", all.names().size() + " agents");
    }
    List<Agent> agents = new ArrayList<>();
    for (String name : new TreeSet<>(all.names())) {
      agent(name, all.object(name, "an object with the agent's properties")).ifPresent(agents::add);
    }
    return agents;
  }

  private Optional<Agent> agent(String name, ObjectReader agent) {
    Optional<AgentName> agentName = name(name, agent);
    Optional<VerificationKey> key = files.inlineOrFile(agent, "publicKey", Forms.PUBLIC_KEY);
    if (!agent.has("publicKey") && !agent.has("publicKeyFile")) {
      agent.exactlyOne("publicKey", "publicKeyFile");
    }
    Optional<Agent.Identity> identity = identity(agent);
    // Names of outputs have no hyphens.
    other(name.replace("-", ""), name, firstWithName)
        .ifPresent(
            other -> agent.violation("a name that differs in more than hyphens", "agent " + other));
    key.flatMap(k -> other(k.thumbprint(), name, firstWithKey))
        .ifPresent(
            other -> agent.violation("publicKey", "a key of this agent's own", "that of " + other));
    identity
        .flatMap(i -> other(i, name, firstWithIdentity))
        .ifPresent(other ->
            agent.violation(
                agent.has("roleArn") ? "roleArn" : "certificateSubject",
                "one of this agent's own",
                "that of " + other));
    return agentName.flatMap(n -> key.flatMap(k -> identity.map(i -> new Agent(n, k, i))));
  }

  private static Optional<AgentName> name(String name, ObjectReader agent) {
    try {
      return Optional.of(new AgentName(name));
    } catch (InvalidValueException e) {
      agent.violation(AgentName.EXPECTED, Violation.quoted(name));
      return Optional.empty();
    }
  }

  private static Optional<Agent.Identity> identity(ObjectReader agent) {
    Optional<String> subject = agent.optional("certificateSubject", Forms.COMMON_NAME);
    Optional<String> role = agent.optional("roleArn", Forms.ROLE_ARN);
    agent.exactlyOne("certificateSubject", "roleArn");
    return subject
        .<Agent.Identity>map(Agent.Identity.Certificate::new)
        .or(() -> role.map(Agent.Identity.ExistingRole::new));
  }

  /** The agent that has the value already. */
  private static <K> Optional<String> other(K value, String agent, Map<K, String> first) {
    return Optional.ofNullable(first.putIfAbsent(value, agent));
  }
}
