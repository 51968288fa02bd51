package io.keyferry.infra.stack;

import io.keyferry.infra.settings.Agent;
import io.keyferry.model.deployment.QueueSpec;
import io.keyferry.model.value.AgentName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.services.iam.ArnPrincipal;
import software.constructs.Construct;

/**
 * A jobs queue for each agent and one results queue for all. Their own policies say what an agent
 * may do: receive jobs from its own queue, and send results.
 */
final class Queues extends Construct {

  private final Map<AgentName, FifoQueue> jobs = new LinkedHashMap<>();
  private final FifoQueue results;

  Queues(Construct scope, List<Agent> agents, AgentAccess access, DataKey dataKey) {
    super(scope, "Queues");
    for (Agent agent : agents) {
      AgentName name = agent.name();
      FifoQueue queue = new FifoQueue(this, "Jobs-" + name, QueueSpec.jobs(name), dataKey);
      queue.allow(
          List.of(access.principal(agent)),
          "AgentTakesItsJobs",
          List.of("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility"));
      jobs.put(name, queue);
    }
    this.results = new FifoQueue(this, "Results", QueueSpec.RESULTS, dataKey);
    List<ArnPrincipal> all = access.principals();
    results.allow(all, "AgentsSendResults", List.of("sqs:SendMessage"));
  }

  /** By the agents' names. */
  Map<AgentName, FifoQueue> jobs() {
    return jobs;
  }

  FifoQueue jobs(Agent agent) {
    return Optional.ofNullable(jobs.get(agent.name())).orElseThrow();
  }

  FifoQueue results() {
    return results;
  }

  List<String> jobsArns() {
    return jobs.values().stream().map(FifoQueue::arn).toList();
  }
}
