package io.keyferry.cloud.job;

import io.keyferry.cloud.record.ImportFailedException;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.signed.RejectedMessageException;
import io.keyferry.model.signed.SignedMessage;
import io.keyferry.model.value.AgentName;
import io.keyferry.model.value.VerificationKey;
import java.util.List;
import java.util.Optional;

/** The enrolled agents. No two have the same name or key. */
public final class Agents {

  private final List<Agent> agents;

  /**
   * At least one agent.
   *
   * @param agents in the order in which messages name them
   */
  public Agents(List<Agent> agents) {
    this.agents = List.copyOf(agents);
  }

  /**
   * An enrolled agent.
   *
   * @param key that verifies its signatures
   * @param queue the queue that only this agent may read
   */
  public record Agent(AgentName name, VerificationKey key, JobQueue queue) {}

  /**
   * A message and the agent that signed it.
   *
   * @param content what the message says
   */
  public record Signed<T>(T content, Agent signer) {}

  /**
   * Verifies a message from any of the agents.
   *
   * @throws RejectedMessageException if none of them signed it
   */
  public <T> Signed<T> open(MessageType<T> type, String compact) throws RejectedMessageException {
    for (int i = 0; ; i++) {
      Agent agent = agents.get(i);
      try {
        return new Signed<>(SignedMessage.verify(type, compact, agent.key()), agent);
      } catch (RejectedMessageException e) {
        boolean last = i == agents.size() - 1;
        if (last || e.flaw() != RejectedMessageException.Flaw.OTHER_SIGNER) {
          throw e;
        }
      }
    }
  }

  public Optional<Agent> named(AgentName name) {
    return agents.stream().filter(agent -> agent.name().equals(name)).findFirst();
  }

  /** The only agent, if there is only one. */
  public Optional<Agent> only() {
    return agents.size() == 1 ? Optional.of(agents.getFirst()) : Optional.empty();
  }

  /** All names, for a message. */
  public String inWords() {
    return String.join(", ", agents.stream().map(agent -> agent.name().value()).toList());
  }

  /**
   * The agent that an import is assigned to.
   *
   * @throws ImportFailedException if it is no longer enrolled: no other agent's HSM has its key
   */
  Agent of(ImportRecord record) {
    return named(record.agent())
        .orElseThrow(() ->
            new ImportFailedException(
                Failure.of(
                    FailureCode.AGENT_UNKNOWN,
                    "expected this import's agent %s among the enrolled agents, found %s. Enroll it again under that name, or request the key again from another agent."
                        .formatted(record.agent(), inWords()))));
  }
}
