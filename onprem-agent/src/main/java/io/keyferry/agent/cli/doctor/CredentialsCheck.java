package io.keyferry.agent.cli.doctor;

import io.keyferry.agent.job.queue.CredentialProbe;
import io.keyferry.agent.job.queue.QueueException;
import io.keyferry.model.value.UtcTime;
import java.time.Instant;

/** The credentials that the AWS SDK finds, and for how long they are good. */
final class CredentialsCheck implements Check {

  private static final String CURE =
      "give the agent's user credentials by IAM Roles Anywhere (docs/deploy.md), renewed by themselves; a doctor that is run by hand wants the service's AWS_CONFIG_FILE too";

  @Override
  public String name() {
    return "AWS credentials";
  }

  @Override
  public Finding look(CheckContext visit) throws PrerequisiteMissing {
    visit.config.get();
    try {
      CredentialProbe.Found found = CredentialProbe.ask();
      Instant now = visit.clock.instant();
      if (found.expires().filter(end -> !end.isAfter(now)).isPresent()) {
        return new Finding.Failed(
            "expected credentials that are good now, found %s, expired at %s"
                .formatted(found.keyId(), UtcTime.format(found.expires().get())),
            CURE);
      }
      visit.credentials.is(true);
      return new Finding.Passed(
          "access key " + found.keyId(),
          found
              .expires()
              .map(end -> "good until " + UtcTime.format(end))
              .orElse("they tell no expiry: long-lived, or renewed by whoever gave them"));
    } catch (QueueException e) {
      return new Finding.Failed("expected AWS credentials, found none: " + e.getMessage(), CURE);
    }
  }
}
