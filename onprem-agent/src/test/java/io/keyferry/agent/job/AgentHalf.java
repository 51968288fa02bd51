package io.keyferry.agent.job;

import io.keyferry.agent.audit.AuditException;
import io.keyferry.agent.hsm.AgentKeyIdentity;
import io.keyferry.agent.hsm.HsmConnection;
import io.keyferry.agent.hsm.HsmConnections;
import io.keyferry.agent.hsm.KeyTemplate;
import io.keyferry.agent.hsm.StagedToken;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.signed.Envelope;
import io.keyferry.model.testing.EcSigner;
import io.keyferry.model.value.KeyThumbprint;
import io.keyferry.model.value.Software;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The agent's way from a message to its answer, over a staged token and an audit trail in memory.
 */
final class AgentHalf implements AutoCloseable {

  static final Software SOFTWARE = new Software("0.1.0", "test");

  final EcSigner cloud = EcSigner.create();
  final StagedToken token;
  final MemoryTrail trail = new MemoryTrail();
  final Jobs jobs;
  final SentResults results;
  final QueueStatus queues = new QueueStatus();
  final HsmConnection hsm;
  final RecordProbe records = new RecordProbe(trail);
  final JobTally tally = new JobTally(InstantSource.fixed(Jobs.NOW));
  final RecentImports recent = new RecentImports(InstantSource.fixed(Jobs.NOW));
  final JobLedger ledger;
  final OpenedKeys opened;
  final AtomicReference<Instant> now = new AtomicReference<>(Jobs.NOW);
  final Rejections rejections = new Rejections(trail, now::get);
  private final JobWorker worker;

  AgentHalf(Path journalDirectory) throws AuditException {
    this(journalDirectory, Jobs.POLICY);
  }

  AgentHalf(Path journalDirectory, Policy policy) throws AuditException {
    this(journalDirectory, policy, new StagedToken(journalDirectory.resolve("token")));
  }

  /** The next process, or one with another policy, over a token of before. */
  AgentHalf(Path journalDirectory, Policy policy, StagedToken token) throws AuditException {
    this.token = token;
    this.jobs = Jobs.to(token.agentKey().thumbprint());
    this.results = new SentResults(token.agentKey());
    this.hsm = HsmConnections.over(token, token.agentKey().key(), InstantSource.fixed(Jobs.NOW));
    this.ledger = JobLedger.open(journalDirectory, new Random(1), InstantSource.system());
    this.opened = new OpenedKeys(ledger, new JobAudit(trail));
    this.worker = worker(policy);
  }

  private JobWorker worker(Policy policy) {
    InstantSource clock = InstantSource.fixed(Jobs.NOW);
    CloudSettings settings =
        new CloudSettings(
            "eu-west-1",
            URI.create("https://sqs.eu-west-1.amazonaws.com/123456789012/jobs.fifo"),
            URI.create("https://sqs.eu-west-1.amazonaws.com/123456789012/results.fifo"),
            cloud.verificationKey(),
            Optional.empty(),
            Outbound.DIRECT);
    AgentIdentity agent =
        AgentIdentity.of(new AgentKeyIdentity("keyferry-agent", token.agentKey().key()));
    StepLog steps = new StepLog(clock);
    JobAudit audit = new JobAudit(trail);
    WorkSettings work =
        new WorkSettings(
            agent.key().label(),
            4,
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            KeyTemplate.LUNA_GUIDE);
    ResultSender sender = new ResultSender(results, settings, queues, steps, clock);
    JobAnswer answers =
        new JobAnswer(
            new JobCheck(policy, ledger, new ServerClock(clock), clock),
            ledger,
            new KeyWork(
                token,
                work,
                new KeyObjections(token, policy, ledger, work),
                ledger,
                opened,
                audit,
                steps),
            hsm.token(),
            agent,
            new Statements(settings, SOFTWARE, policy, clock),
            sender,
            audit,
            steps,
            clock);
    return new JobWorker(
        new JobReader(settings, agent),
        answers,
        sender,
        audit,
        rejections,
        hsm,
        records,
        steps,
        tally,
        recent,
        clock);
  }

  Disposal work(Jobs job) {
    return work(job.job());
  }

  Disposal work(WrapJob job) {
    return work(sealed(job));
  }

  Disposal work(String body) {
    return work(body, "group");
  }

  Disposal work(String body, String group) {
    return worker.work(new QueuedJob("id", "receipt", group, 1, body));
  }

  String sealed(WrapJob job) {
    return Envelope.seal(MessageType.WRAP_JOB, job, cloud);
  }

  KeyThumbprint cloudName() {
    return cloud.verificationKey().thumbprint();
  }

  long calls(String name) {
    return token.calls().stream().filter(name::equals).count();
  }

  @Override
  public void close() {
    hsm.close();
    ledger.close();
  }
}
