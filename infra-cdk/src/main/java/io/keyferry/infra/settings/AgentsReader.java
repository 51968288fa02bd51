package io.keyferry.infra.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the property {@code agents}, and sees to it that no two agents can be taken for one. */
final class AgentsReader {

  private static final int MOST = 8;

  private final TextFile files;
  private final Map<String, String> firstWithName = new HashMap<>();
  private final Map<String, String> firstWithKey = new HashMap<>();
  private final Map<Agent.Identity, String> firstWithIdentity = new HashMap<>();

  AgentsReader(TextFile files) {
    this.files = files;
  }

  List<Agent> read(Section settings) {
    List<Agent> agents = new ArrayList<>();
    var sections =
        settings.sections(
            "agents", "an object with 1 to " + MOST + " agents by their names", Forms.AGENT_NAME);
    if (sections.size() > MOST) {
      settings.fault("agents", "at most " + MOST + " agents", sections.size() + " agents");
    }
    for (Map.Entry<String, Section> entry : sections) {
      agent(entry.getKey(), entry.getValue()).ifPresent(agents::add);
    }
    return agents;
  }

  private Optional<Agent> agent(String name, Section section) {
    Optional<String> key = files.inlineOrFile(section, "publicKey", Forms.PUBLIC_KEY);
    if (!section.has("publicKey") && !section.has("publicKeyFile")) {
      section.fault("publicKey", "exactly one of publicKey and publicKeyFile", "neither");
    }
    Optional<Agent.Identity> identity = identity(section);
    section.refuseUnknown();
    // Names of outputs have no hyphens.
    other(name.replace("-", ""), name, firstWithName)
        .ifPresent(
            other -> section.fault("a name that differs in more than hyphens", "agent " + other));
    key.flatMap(k -> other(k, name, firstWithKey))
        .ifPresent(
            other -> section.fault("publicKey", "a key of this agent's own", "that of " + other));
    identity
        .flatMap(i -> other(i, name, firstWithIdentity))
        .ifPresent(other ->
            section.fault(
                section.has("roleArn") ? "roleArn" : "certificateSubject",
                "one of this agent's own",
                "that of " + other));
    return key.flatMap(k -> identity.map(i -> new Agent(name, k, i)));
  }

  private static Optional<Agent.Identity> identity(Section section) {
    Optional<String> subject = section.optional("certificateSubject", Forms.COMMON_NAME);
    Optional<String> role = section.optional("roleArn", Forms.ROLE_ARN);
    if (section.has("certificateSubject") == section.has("roleArn")) {
      section.fault(
          "certificateSubject",
          "exactly one of certificateSubject and roleArn",
          section.has("roleArn") ? "both" : "neither");
    }
    return subject
        .<Agent.Identity>map(Agent.Identity.Certificate::new)
        .or(() -> role.map(Agent.Identity.ExistingRole::new));
  }

  /** The agent that has the value already. */
  private static <K> Optional<String> other(K value, String agent, Map<K, String> first) {
    return Optional.ofNullable(first.putIfAbsent(value, agent));
  }
}
