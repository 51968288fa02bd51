package io.keyferry.agent.cli.doctor;

import io.keyferry.agent.job.queue.QueueProbe;
import io.keyferry.agent.job.queue.QueueProbe.Permission;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a queue is there and the agent may use it, without touching a message.
 *
 * @param notProved what the calls cannot show
 */
record QueueCheck(String name, List<Permission> permissions, String notProved) implements Check {

  static QueueCheck jobs() {
    return new QueueCheck(
        "jobs queue",
        List.of(Permission.DELETE_JOB, Permission.HIDE_JOB),
        "not proved: ReceiveMessage, as a receive counts against the job that it gets; the stack allows it together with these");
  }

  static QueueCheck results() {
    return new QueueCheck(
        "results queue",
        List.of(Permission.SEND_RESULT),
        "not proved: that a result arrives; the message lacked its group, so that SQS could not take it");
  }

  @Override
  public Finding look(CheckContext visit) throws PrerequisiteMissing {
    URI url = url(visit);
    QueueProbe queues = visit.queues();
    List<String> facts = new ArrayList<>(List.of(url.toString()));
    List<String> faults = new ArrayList<>();
    for (Permission permission : permissions) {
      QueueProbe.Told told = queues.ask(permission);
      String call = permission.call();
      switch (told.answer()) {
        case ALLOWED ->
            facts.add("%s is allowed: SQS looked at the flaw (%s)".formatted(call, told.told()));
        case DENIED ->
            faults.add(
                "expected that %s on %s is allowed, found %s".formatted(call, url, told.told()));
        case NO_QUEUE -> faults.add("expected a queue %s, found %s".formatted(url, told.told()));
        case FAILED ->
            faults.add(
                "expected SQS to answer %s on %s, found: %s".formatted(call, url, told.told()));
      }
    }
    facts.add(notProved);
    return faults.isEmpty()
        ? new Finding.Passed(facts)
        : new Finding.Failed(
            faults,
            "compare cloud.region and the queue's URL with the stack's output AgentYml, the agent's role with docs/deploy.md, and see that HTTPS to SQS is let out");
  }

  private URI url(CheckContext visit) throws PrerequisiteMissing {
    var cloud = visit.config.get().cloud();
    return permissions.contains(Permission.SEND_RESULT)
        ? cloud.resultsQueueUrl()
        : cloud.jobsQueueUrl();
  }
}
