package io.keyferry.infra.stack;

import io.keyferry.infra.settings.Agent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.iam.ArnPrincipal;
import software.constructs.Construct;

/**
 * A jobs queue for each agent and one results queue for all. Their own policies say what an agent
 * may do: take jobs from its own queue, and send results.
 */
final class Queues extends Construct {

  /** The agent says at each poll how long a job is hidden; this is for whoever polls by hand. */
  private static final Duration JOBS_VISIBILITY = Duration.seconds(30);

  private final Map<String, FifoQueue> jobs = new LinkedHashMap<>();
  private final FifoQueue results;

  Queues(Construct scope, List<Agent> agents, AgentAccess access, DataKey dataKey) {
    super(scope, "Queues");
    for (Agent agent : agents) {
      FifoQueue queue =
          new FifoQueue(
              this,
              "Jobs-" + agent.name(),
              "keyferry-jobs-" + agent.name(),
              JOBS_VISIBILITY,
              dataKey);
      queue.allow(
          List.of(access.principal(agent)),
          "AgentTakesItsJobs",
          List.of("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility"));
      jobs.put(agent.name(), queue);
    }
    this.results =
        new FifoQueue(
            this,
            "Results",
            "keyferry-results",
            // As Lambda asks of a queue that it polls.
            Duration.seconds(6 * Functions.COMPLETE_TIMEOUT.toSeconds().intValue()),
            dataKey);
    List<ArnPrincipal> all = access.principals();
    results.allow(all, "AgentsSendResults", List.of("sqs:SendMessage"));
  }

  /** By the agents' names. */
  Map<String, FifoQueue> jobs() {
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
