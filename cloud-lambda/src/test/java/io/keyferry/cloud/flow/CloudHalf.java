package io.keyferry.cloud.flow;

import io.keyferry.cloud.job.Agents;
import io.keyferry.cloud.job.JobDispatch;
import io.keyferry.cloud.job.JobQueue;
import io.keyferry.cloud.job.Verdict;
import io.keyferry.cloud.kind.Kinds;
import io.keyferry.cloud.kind.newkey.NewKeyRequest;
import io.keyferry.cloud.kms.CreationNonce;
import io.keyferry.cloud.kms.FlowLog;
import io.keyferry.cloud.kms.KeyPolicy;
import io.keyferry.cloud.kms.Run;
import io.keyferry.cloud.kms.Sleeper;
import io.keyferry.cloud.record.Ceremonies;
import io.keyferry.cloud.record.CompletionEvents;
import io.keyferry.cloud.record.ImportKind;
import io.keyferry.cloud.record.Imports;
import io.keyferry.cloud.record.Progress;
import io.keyferry.cloud.record.StoredImport;
import io.keyferry.cloud.recovery.Resumption;
import io.keyferry.cloud.request.ImportIds;
import io.keyferry.cloud.request.ParsedRequest;
import io.keyferry.cloud.request.RequestCheck;
import io.keyferry.cloud.request.RequestHandling;
import io.keyferry.cloud.request.RequestLimits;
import io.keyferry.cloud.request.RequestReader;
import io.keyferry.cloud.request.WrappingLimits;
import io.keyferry.cloud.result.ResultHandling;
import io.keyferry.model.json.Json;
import io.keyferry.model.message.CeremonyRecord;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.message.WrapOutcome;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.record.StepEvent;
import io.keyferry.model.signed.RejectedMessageException;
import io.keyferry.model.signed.SignedMessage;
import io.keyferry.model.testing.EcSigner;
import io.keyferry.model.value.AgentName;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.Requester;
import io.keyferry.model.value.Software;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The whole flow over parts in memory, with a clock that advances only by waiting. */
public final class CloudHalf implements InstantSource, Sleeper, JobQueue, FlowLog {

  static final KeyArn SIGNING_KEY =
      KeyArn.parse(InMemoryKms.ACCOUNT + "99999999-12ab-34cd-56ef-1234567890ab");
  static final Software SOFTWARE = new Software("0.1.0", "abc-dirty");
  static final AgentName FIRST = new AgentName("hsm-1");
  static final AgentName OTHER = new AgentName("hsm-2");

  /** Everything that KMS accepts; a test must allow the rest explicitly. */
  static final RequestLimits NO_LIMITS = new RequestLimits(WrappingLimits.NONE, List.of("*"), true);

  static final Duration TIMEOUT = Duration.ofSeconds(30);
  static final Duration LIFETIME = Duration.ofHours(12);

  final EcSigner cloud = EcSigner.create();
  final TestAgent agent = new TestAgent(EcSigner.create(), cloud.verificationKey());
  final InMemoryStore store = new InMemoryStore();
  final InMemoryKms kms = new InMemoryKms(this);
  final TestAgent otherAgent = new TestAgent(EcSigner.create(), cloud.verificationKey());
  final List<String> sent = new ArrayList<>();
  final List<String> sentToOther = new ArrayList<>();
  final Deque<Runnable> afterSend = new ArrayDeque<>();
  final List<Duration> pauses = new ArrayList<>();
  final List<String> lines = new ArrayList<>();
  final List<StepEvent> steps = new ArrayList<>();
  final FailingSigner recordSigner = new FailingSigner(cloud);
  Instant now = Instant.parse("2026-11-23T09:30:00Z");

  private final Kinds kinds = new Kinds(kms, this, KeyPolicy.inAccountOf(SIGNING_KEY), this::nonce);
  private final RequestReader reader = new RequestReader(kinds.all());

  /** The imports whose end was published. */
  final List<ImportRecord> published = new ArrayList<>();

  /** What happens before the next publications, one each. */
  final Deque<Runnable> beforePublishing = new ArrayDeque<>();

  private final Imports imports =
      new Imports(
          store,
          new Ceremonies(store, kms, this, recordSigner, SOFTWARE),
          new CompletionEvents(this::publish, store),
          kinds);
  private Functions functions = functions(NO_LIMITS, FIRST);
  private int invocations;
  private int nonces;

  private record Functions(
      RequestHandling requests, ResultHandling results, Resumption resumption) {}

  /** Deploys it again with these two agents. */
  void enrol(AgentName... names) {
    functions = functions(NO_LIMITS, names);
  }

  /** Deploys it again with these limits for requests. */
  void limit(RequestLimits limits) {
    functions = functions(limits, FIRST);
  }

  private Functions functions(RequestLimits limits, AgentName... names) {
    Agents agents =
        new Agents(
            Arrays.stream(names)
                .map(name ->
                    name.equals(FIRST)
                        ? new Agents.Agent(name, agent.signer().verificationKey(), this)
                        : new Agents.Agent(
                            name,
                            otherAgent.signer().verificationKey(),
                            (key, compact) -> sentToOther.add(compact)))
                .toList());
    JobDispatch jobs = new JobDispatch(kms, this, cloud, agents, LIFETIME);
    RequestHandling requests =
        new RequestHandling(
            imports,
            new ImportIds(SIGNING_KEY, "request"),
            new RequestCheck.Against(store, kms, SIGNING_KEY, agents, limits),
            jobs);
    return new Functions(
        requests,
        new ResultHandling(imports, kms, this, agents, cloud, jobs),
        new Resumption(imports, requests, jobs, this));
  }

  /** All kinds of request of another account. */
  public static Kinds kinds(KeyArn account) {
    CloudHalf half = new CloudHalf();
    return new Kinds(half.kms, half, KeyPolicy.inAccountOf(account), half::nonce);
  }

  /** The import id of a request with this client token. */
  ImportId id(String clientToken) {
    return new ImportIds(SIGNING_KEY, "request").of(clientToken);
  }

  /** The policy of the new key of this request. */
  String policy(String request) {
    NewKeyRequest asked = (NewKeyRequest) read(request).kinds().getFirst();
    return KeyPolicy.inAccountOf(SIGNING_KEY).of(asked.key());
  }

  ParsedRequest read(String request) {
    return reader.read(Json.read(request.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
  }

  ImportRecord request(String request) {
    return request(request, "invocation-" + invocations++);
  }

  ImportRecord request(String request, String requestId) {
    return request(request, requestId, TIMEOUT);
  }

  ImportRecord request(String request, String requestId, Duration timeout) {
    Requester requester =
        new Requester(
            Requester.Way.HTTP_API, Optional.of("arn:aws:iam::1:role/" + requestId), requestId);
    return functions.requests().handle(read(request), requester, run(requestId, timeout));
  }

  Verdict result(String compact) {
    return result(compact, TIMEOUT);
  }

  Verdict result(String compact, Duration timeout) {
    return functions.results().handle(compact, run("result-" + invocations++, timeout));
  }

  /** Runs the schedule now. */
  Resumption.Outcome resume() {
    return resume(Duration.ofMinutes(5));
  }

  Resumption.Outcome resume(Duration timeout) {
    return functions.resumption().resume(run("resume-" + invocations++, timeout));
  }

  Run run(String requestId) {
    return run(requestId, TIMEOUT);
  }

  private Run run(String requestId, Duration timeout) {
    return new Run(requestId, this, now.plus(timeout), this);
  }

  /** Waits until KMS and IAM know everywhere what is new now. */
  void settle() {
    now = now.plus(Duration.ofMinutes(10));
  }

  ImportKind kind(StoredImport stored) {
    return kinds.of(stored.request().order());
  }

  StoredImport stored(ImportId id) {
    return store.find(id).orElseThrow();
  }

  /** As if an earlier release without progress had written it. */
  void storedByThePreviousRelease(ImportId id) {
    StoredImport s = stored(id);
    store.imports.put(
        id,
        new StoredImport(
            s.record(),
            s.request(),
            s.attempt(),
            Progress.NONE,
            s.revision(),
            s.requestIds(),
            s.ceremonyRecord()));
  }

  WrapJob job(int index) {
    return agent.job(sent.get(index));
  }

  /** The agent's answer to a job that was sent. */
  String answer(int index) {
    return agent.answer(sent.get(index), now);
  }

  /** The agent's answer of this outcome to a job that was sent. */
  String answer(int index, WrapOutcome outcome) {
    return agent.signed(agent.result(sent.get(index), outcome, now));
  }

  /** The ceremony record of an import that has ended. */
  CeremonyRecord record(ImportId id) {
    return opened(stored(id).ceremonyRecord().orElseThrow());
  }

  CeremonyRecord opened(String compact) {
    try {
      return SignedMessage.verify(MessageType.CEREMONY_RECORD, compact, cloud.verificationKey());
    } catch (RejectedMessageException e) {
      throw new IllegalStateException(e);
    }
  }

  private CreationNonce nonce() {
    return new CreationNonce("nonce-" + ++nonces);
  }

  private void publish(ImportRecord ended) {
    if (!beforePublishing.isEmpty()) {
      beforePublishing.remove().run();
    }
    published.add(ended);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public void sleepJittered(Duration length) {
    pauses.add(length);
    // A quarter more, as the longest real pause.
    now = now.plus(length).plus(length.dividedBy(4));
  }

  @Override
  public void send(KeyArn key, String compact) {
    sent.add(compact);
    if (!afterSend.isEmpty()) {
      afterSend.remove().run();
    }
  }

  @Override
  public void step(StepEvent step) {
    steps.add(step);
    lines.add(step.toString());
  }

  @Override
  public void line(Level level, String message) {
    lines.add(level + " " + message);
  }

  @Override
  public void line(Level level, ImportId importId, String message) {
    lines.add(level + " " + importId + " " + message);
  }
}
