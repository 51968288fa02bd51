package io.keyferry.infra.stack;

import io.keyferry.infra.settings.Agent;
import io.keyferry.infra.settings.Settings;
import io.keyferry.model.deployment.AgentYml;
import io.keyferry.model.value.WrappingKeySpec;
import java.util.Comparator;
import java.util.List;
import software.amazon.awscdk.Stack;

/** The configuration of an agent, to paste on its host. */
final class AgentConfiguration {

  private final Stack stack;
  private final Settings settings;
  private final Queues queues;

  AgentConfiguration(Stack stack, Settings settings, Queues queues) {
    this.stack = stack;
    this.settings = settings;
    this.queues = queues;
  }

  String of(Agent agent) {
    List<String> accounts =
        settings.accounts().isEmpty() ? List.of(stack.getAccount()) : settings.accounts();
    return new AgentYml()
        .comment(
            "agent.yml of KeyFerry's agent %s. Review the lines marked CHANGE."
                .formatted(agent.name()))
        .cloud(stack.getRegion(), queues.jobs(agent).url(), queues.results().url())
        .comment(
            "Beside this file, written by the command in the output CloudPublicKeyCommand. Compare"
                + " its fingerprint.")
        .put("signing-key-file", "cloud-key.pem")
        .token()
        .comment("CHANGE if the Luna client is installed elsewhere.")
        .put("library", "/usr/safenet/lunaclient/lib/libCryptoki2_64.so")
        .comment("CHANGE to the label of the partition.")
        .put("label", "CHANGE-ME")
        .policy(accounts, stack.getRegion())
        .wraps(
            settings.limits().keySpecs(),
            settings.limits().wrappingAlgorithms(),
            settings.limits().wrappingKeySpecs().stream()
                .min(Comparator.comparingInt(WrappingKeySpec::bits))
                .orElseThrow())
        .audit("/var/lib/keyferry/audit")
        .ledger("/var/lib/keyferry/ledger")
        .toString();
  }
}
