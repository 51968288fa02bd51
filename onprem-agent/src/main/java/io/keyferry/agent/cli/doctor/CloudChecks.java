package io.keyferry.agent.cli.doctor;

import io.keyferry.agent.cli.doctor.CheckContext.PrerequisiteMissing;
import io.keyferry.agent.job.check.Policy;
import io.keyferry.agent.job.queue.CloudSettings;
import io.keyferry.agent.job.queue.CredentialProbe;
import io.keyferry.agent.job.queue.NetworkProbe;
import io.keyferry.agent.job.queue.NetworkProbe.Obstacle;
import io.keyferry.agent.job.queue.NetworkProbe.UnreachableException;
import io.keyferry.agent.job.queue.QueueException;
import io.keyferry.agent.job.queue.QueueProbe;
import io.keyferry.agent.job.queue.QueueProbe.Permission;
import io.keyferry.agent.job.queue.ServerClock;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.UtcTime;
import io.keyferry.model.value.WrappingAlgorithm;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** What the agent needs from the cloud half and from AWS. */
final class CloudChecks {

  private static final String CURE =
      "give the agent's user credentials through IAM Roles Anywhere (docs/deploy.md), which renews them; when you run doctor by hand, set the service's AWS_CONFIG_FILE, too";

  private CloudChecks() {}

  /** Shows whose jobs the agent processes. */
  static Finding cloudKey(CheckContext context) throws PrerequisiteMissing {
    CloudSettings cloud = context.config.get().cloud();
    return new Finding.Passed(
        "pinned, thumbprint " + cloud.signingKey().thumbprint(),
        "SHA-256 of its DER " + Sha256.of(cloud.signingKey().key().getEncoded()).hex(),
        "not proved: that it is the cloud half's; compare the SHA-256 with the output of the stack's CloudPublicKeyCommand");
  }

  /** Checks that SQS can be reached, through the proxy if there is one. */
  static Finding network(CheckContext context) throws PrerequisiteMissing {
    var cloud = context.config.get().cloud();
    String way = cloud.outbound().proxy().map(proxy -> " through " + proxy).orElse("");
    try {
      String reached = NetworkProbe.ask(cloud);
      context.network.is(true);
      return new Finding.Passed(reached);
    } catch (UnreachableException e) {
      return new Finding.Failed(
          "expected SQS to answer%s, found: %s".formatted(way, e.getMessage()), cure(e.obstacle()));
    }
  }

  private static String cure(Obstacle obstacle) {
    return switch (obstacle) {
      case NAME ->
          "if only a proxy resolves the names of AWS, set HTTPS_PROXY for the service and for this command (docs/agent-configuration.md); otherwise fix the name service";
      case TLS ->
          "if a proxy intercepts TLS, set cloud.ca-file to the PEM file of its certificate authority";
      case PROXY_PASSWORD -> "set HTTPS_PROXY to http://USER:PASSWORD@HOST:PORT";
      case PROXY_REFUSES ->
          "have the proxy allow CONNECT to port 443 of SQS, or name SQS in NO_PROXY";
      case NO_ANSWER ->
          "allow outbound HTTPS to SQS, or set HTTPS_PROXY if it goes through a proxy";
    };
  }

  /** Checks the credentials that the AWS SDK finds, and how long they are valid. */
  static Finding credentials(CheckContext context) throws PrerequisiteMissing {
    context.config.get();
    try {
      CredentialProbe.Found found = CredentialProbe.ask();
      Instant now = context.clock.instant();
      if (found.expires().filter(end -> !end.isAfter(now)).isPresent()) {
        return new Finding.Failed(
            "expected valid credentials, found %s, expired at %s"
                .formatted(found.keyId(), UtcTime.format(found.expires().get())),
            CURE);
      }
      context.credentials.is(true);
      return new Finding.Passed(
          "access key " + found.keyId(),
          found
              .expires()
              .map(end -> "valid until " + UtcTime.format(end))
              .orElse("no expiry: long-lived, or renewed by their provider"));
    } catch (QueueException e) {
      return new Finding.Failed("expected AWS credentials, found none: " + e.getMessage(), CURE);
    }
  }

  /** The queue of jobs. */
  static Finding jobsQueue(CheckContext context) throws PrerequisiteMissing {
    return queue(
        context,
        context.config.get().cloud().jobsQueueUrl(),
        List.of(Permission.DELETE_JOB, Permission.HIDE_JOB),
        "not proved: ReceiveMessage, because a receive counts against the job that it returns; the stack allows it together with these");
  }

  /** The queue of results. */
  static Finding resultsQueue(CheckContext context) throws PrerequisiteMissing {
    return queue(
        context,
        context.config.get().cloud().resultsQueueUrl(),
        List.of(Permission.SEND_RESULT),
        "not proved: that a result arrives; the message had no group, so SQS did not accept it");
  }

  /** Checks that a queue exists and that the agent may use it, without touching a message. */
  private static Finding queue(
      CheckContext context, URI url, List<Permission> permissions, String notProved)
      throws PrerequisiteMissing {
    QueueProbe queues = context.queues();
    List<String> facts = new ArrayList<>(List.of(url.toString()));
    List<String> faults = new ArrayList<>();
    for (Permission permission : permissions) {
      QueueProbe.Reply reply = queues.ask(permission);
      String call = permission.call();
      switch (reply.answer()) {
        case ALLOWED ->
            facts.add(
                "%s is allowed: SQS reported the invalid parameter (%s)"
                    .formatted(call, reply.text()));
        case DENIED ->
            faults.add(
                "expected permission for %s on %s, found %s".formatted(call, url, reply.text()));
        case NO_QUEUE -> faults.add("expected a queue %s, found %s".formatted(url, reply.text()));
        case FAILED ->
            faults.add(
                "expected SQS to answer %s on %s, found: %s".formatted(call, url, reply.text()));
      }
    }
    facts.add(notProved);
    return Finding.of(
        facts,
        faults,
        "compare cloud.region and the queue's URL with the stack's output AgentYml, and the agent's role with docs/deploy.md; allow outbound HTTPS to SQS");
  }

  /** Compares this clock with the {@code Date} of the last response from SQS. */
  static Finding clock(CheckContext context) throws PrerequisiteMissing {
    Duration ahead =
        context
            .serverClock
            .ahead()
            .orElseThrow(() -> new PrerequisiteMissing("SQS did not respond"));
    String skew = "%d s ahead of SQS".formatted(ahead.toSeconds());
    return ahead.abs().compareTo(ServerClock.MAX_SKEW) <= 0
        ? new Finding.Passed(skew)
        : new Finding.Failed(
            "expected a difference of at most %d s, found this clock %s"
                .formatted(ServerClock.MAX_SKEW.toSeconds(), skew),
            "synchronize the clock with NTP (timedatectl set-ntp true)");
  }

  /** Shows what the policy lets the cloud request. */
  static Finding policy(CheckContext context) throws PrerequisiteMissing {
    Policy policy = context.config.get().policy();
    if (policy.wrapping().algorithms().contains(WrappingAlgorithm.RSAES_PKCS1_V1_5)) {
      return new Finding.Failed(
          "expected algorithms that KMS accepts, found RSAES_PKCS1_V1_5, which it has refused since 10 October 2023",
          "remove it from policy.wrapping-algorithms");
    }
    if (policy.algorithmsInUse().isEmpty()) {
      return new Finding.Failed(
          "expected an algorithm that can wrap one of %s, found %s"
              .formatted(text(policy.kmsKeys().specs()), text(policy.wrapping().algorithms())),
          "add one to policy.wrapping-algorithms: RSAES_OAEP_SHA_256 for secret keys, RSA_AES_KEY_WRAP_SHA_256 for key pairs");
    }
    List<String> facts = new ArrayList<>();
    facts.add("accounts " + text(policy.kmsKeys().accounts()));
    facts.add("Regions " + text(policy.kmsKeys().regions()));
    facts.add("KMS keys " + text(policy.kmsKeys().patterns()));
    facts.add("key specs " + text(policy.kmsKeys().specs()));
    facts.add("wrapping algorithms " + text(policy.wrapping().algorithms()));
    facts.add("wrapping keys of at least %d bits".formatted(policy.wrapping().minKeyBits()));
    facts.add(
        "existing keys of the HSM: "
            + (policy.hsmKeys().existing().isEmpty() ? "none" : text(policy.hsmKeys().existing())));
    facts.add(
        "a job may make a key extractable: " + (policy.hsmKeys().makeExtractable() ? "yes" : "no"));
    facts.add("SHA-256 " + policy.digest().hex());
    return new Finding.Passed(facts);
  }

  private static String text(Collection<?> values) {
    return values.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
  }
}
