package io.keyferry.agent.job;

import io.keyferry.agent.hsm.AgentKeyIdentity;
import io.keyferry.agent.hsm.HsmConnections;
import io.keyferry.agent.hsm.KeyTemplate;
import io.keyferry.agent.hsm.StagedToken;
import io.keyferry.agent.hsm.recovery.HsmConnection;
import io.keyferry.agent.job.check.JobCheck;
import io.keyferry.agent.job.check.JobReader;
import io.keyferry.agent.job.check.KeyPreconditions;
import io.keyferry.agent.job.check.Policy;
import io.keyferry.agent.job.check.Rejections;
import io.keyferry.agent.job.check.WorkSettings;
import io.keyferry.agent.job.identity.AgentIdentity;
import io.keyferry.agent.job.ledger.JobLedger;
import io.keyferry.agent.job.log.JobAudit;
import io.keyferry.agent.job.log.StepLog;
import io.keyferry.agent.job.queue.CloudSettings;
import io.keyferry.agent.job.queue.Outbound;
import io.keyferry.agent.job.queue.QueueStatus;
import io.keyferry.agent.job.queue.QueuedJob;
import io.keyferry.agent.job.queue.ServerClock;
import io.keyferry.agent.job.wrap.KeyWork;
import io.keyferry.agent.job.wrap.OpenedKeys;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.signed.SignedMessage;
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
 * The agent's processing from a message to its answer, with a staged token and an audit trail in
 * memory.
 */
public final class AgentHalf implements AutoCloseable {

  static final Software SOFTWARE = new Software("0.1.0", "test");

  final EcSigner cloud = EcSigner.create();
  final StagedToken token;
  public final MemoryTrail trail = new MemoryTrail();
  final Jobs jobs;
  final SentResults results;
  final QueueStatus queues = new QueueStatus();
  final HsmConnection hsm;
  final RecordProbe records = new RecordProbe(trail);
  final JobTally tally = new JobTally(InstantSource.fixed(Jobs.NOW));
  final RecentImports recent = new RecentImports(InstantSource.fixed(Jobs.NOW));
  final JobLedger ledger;
  final OpenedKeys opened;
  public final AtomicReference<Instant> now = new AtomicReference<>(Jobs.NOW);
  public final Rejections rejections = new Rejections(trail, now::get);
  private final JobAudit audit = new JobAudit(trail, new StepLog(InstantSource.fixed(Jobs.NOW)));
  private final JobWorker worker;

  public AgentHalf(Path ledgerDirectory) throws AuditException {
    this(ledgerDirectory, Jobs.POLICY);
  }

  public AgentHalf(Path ledgerDirectory, Policy policy) throws AuditException {
    this(ledgerDirectory, policy, new StagedToken(ledgerDirectory.resolve("token")));
  }

  /** The next process, or one with another policy, with an existing token. */
  public AgentHalf(Path ledgerDirectory, Policy policy, StagedToken token) throws AuditException {
    this.token = token;
    this.jobs = Jobs.to(token.agentKey().thumbprint());
    this.results = new SentResults(token.agentKey());
    this.hsm = HsmConnections.over(token, token.agentKey().key(), InstantSource.fixed(Jobs.NOW));
    this.ledger = JobLedger.open(ledgerDirectory, new Random(1), InstantSource.system());
    this.opened = new OpenedKeys(ledger, audit);
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
    WorkSettings work =
        new WorkSettings(
            agent.key().label(),
            4,
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            KeyTemplate.LUNA_GUIDE);
    return new JobWorker(
        new JobReader(settings, agent),
        rejections,
        new AgentHsm(hsm, hsm.token(), agent),
        new KeyWork(
            token,
            work,
            new JobCheck(policy, ledger, new ServerClock(clock), clock),
            new KeyPreconditions(token, policy, ledger, work),
            ledger,
            opened,
            audit),
        new JobWorker.Answers(
            audit,
            new Statements(settings, SOFTWARE, policy, clock),
            new ResultSender(results, settings, queues, audit, clock)),
        new JobProgress(tally, recent, records),
        clock);
  }

  public MessageDisposition work(Jobs job) {
    return work(job.job());
  }

  public MessageDisposition work(WrapJob job) {
    return work(sealed(job));
  }

  public MessageDisposition work(String body) {
    return work(body, "group");
  }

  public MessageDisposition work(String body, String group) {
    return worker.work(new QueuedJob("id", "receipt", group, 1, body));
  }

  public String sealed(WrapJob job) {
    return SignedMessage.sign(MessageType.WRAP_JOB, job, cloud);
  }

  public KeyThumbprint cloudName() {
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
