package io.keyferry.infra.stack;

import io.keyferry.infra.settings.Agent;
import io.keyferry.infra.settings.Settings;
import java.util.List;
import software.amazon.awscdk.Stack;

/** The configuration of an agent, to be pasted on its host. */
final class AgentYml {

  private final Stack stack;
  private final Settings settings;
  private final Queues queues;

  AgentYml(Stack stack, Settings settings, Queues queues) {
    this.stack = stack;
    this.settings = settings;
    this.queues = queues;
  }

  String of(Agent agent) {
    List<String> accounts =
        settings.accounts().isEmpty() ? List.of(stack.getAccount()) : settings.accounts();
    return """
    # agent.yml of KeyFerry's agent %s. Lines marked CHANGE are to be looked at.
    cloud:
      region: "%s"
      jobs-queue-url: "%s"
      results-queue-url: "%s"
      # Beside this file, written by the command in the output CloudPublicKeyCommand. Compare its fingerprint.
      signing-key-file: cloud-key.pem
    token:
      # CHANGE if the Luna client is installed elsewhere.
      library: /usr/safenet/lunaclient/lib/libCryptoki2_64.so
      # CHANGE to the label of the partition.
      label: CHANGE-ME
    policy:
      accounts: [%s]
      regions: ["%s"]
      key-specs: [%s]
      wrapping-algorithms: [%s]
      min-wrapping-key-bits: %d
    audit:
      directory: /var/lib/keyferry/audit
    ledger:
      directory: /var/lib/keyferry/ledger
    """
        .formatted(
            agent.name(),
            stack.getRegion(),
            queues.jobs(agent).url(),
            queues.results().url(),
            "\"" + String.join("\", \"", accounts) + "\"",
            stack.getRegion(),
            String.join(", ", settings.limits().keySpecs()),
            String.join(", ", settings.limits().wrappingAlgorithms()),
            minBits());
  }

  private int minBits() {
    return settings.limits().wrappingKeySpecs().stream()
        .mapToInt(spec -> Integer.parseInt(spec.replace("RSA_", "")))
        .min()
        .orElseThrow();
  }
}
