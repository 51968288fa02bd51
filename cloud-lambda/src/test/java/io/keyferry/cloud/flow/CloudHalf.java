package io.keyferry.cloud.flow;

import io.keyferry.cloud.event.Json;
import io.keyferry.cloud.event.SqsBatch;
import io.keyferry.cloud.request.ImportIds;
import io.keyferry.cloud.request.KeyPolicy;
import io.keyferry.cloud.request.NewKeyReader;
import io.keyferry.cloud.request.RequestReader;
import io.keyferry.cloud.request.RequestReading;
import io.keyferry.model.Blob;
import io.keyferry.model.CkaId;
import io.keyferry.model.Envelope;
import io.keyferry.model.HsmKeyReport;
import io.keyferry.model.ImportId;
import io.keyferry.model.ImportRecord;
import io.keyferry.model.KeyArn;
import io.keyferry.model.KeyThumbprint;
import io.keyferry.model.MessageType;
import io.keyferry.model.RejectedMessageException;
import io.keyferry.model.StepEvent;
import io.keyferry.model.TokenIdentity;
import io.keyferry.model.WrapJob;
import io.keyferry.model.WrapOutcome;
import io.keyferry.model.WrapResult;
import io.keyferry.model.WrappedKey;
import io.keyferry.model.WrappingAlgorithm;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The whole flow over parts in memory, with a clock that only waiting moves. */
final class CloudHalf implements InstantSource, Pause, JobQueue, ResultQueue, FlowLog {

  static final KeyArn SIGNING_KEY =
      KeyArn.parse(InMemoryKms.ACCOUNT + "99999999-12ab-34cd-56ef-1234567890ab");
  static final Duration TIMEOUT = Duration.ofSeconds(30);
  static final Duration LIFETIME = Duration.ofHours(12);

  final TestSigner cloud = TestSigner.create();
  final TestSigner agent = TestSigner.create();
  final InMemoryStore store = new InMemoryStore();
  final InMemoryKms kms = new InMemoryKms(this);
  final List<String> sent = new ArrayList<>();
  final Deque<Runnable> afterSend = new ArrayDeque<>();
  final List<SqsBatch.Message> released = new ArrayList<>();
  final List<Duration> pauses = new ArrayList<>();
  final List<String> lines = new ArrayList<>();
  final List<StepEvent> steps = new ArrayList<>();
  Instant now = Instant.parse("2026-11-23T09:30:00Z");

  private final RequestReader reader =
      new RequestReader(new NewKeyReader(KeyPolicy.inAccountOf(SIGNING_KEY)));
  private final JobDispatch jobs =
      new JobDispatch(kms, this, this, cloud, agent.verificationKey().thumbprint(), LIFETIME);
  private final RequestHandling requests =
      new RequestHandling(
          store, new ImportIds(SIGNING_KEY, "request"), kms, SIGNING_KEY, this, jobs);
  private final ResultHandling results =
      new ResultHandling(store, kms, this, agent.verificationKey(), cloud, jobs);
  private int invocations;

  RequestReading read(String request) {
    return reader.read(Json.read(request.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
  }

  ImportRecord request(String request) {
    return request(request, "invocation-" + invocations++);
  }

  ImportRecord request(String request, String requestId) {
    return requests.handle(read(request), run(requestId));
  }

  Verdict result(String compact) {
    return results.handle(compact, run("result-" + invocations++));
  }

  ResultBatch batch() {
    return new ResultBatch(results, this);
  }

  Run run(String requestId) {
    return new Run(requestId, this, now.plus(TIMEOUT), this);
  }

  StoredImport stored(ImportId id) {
    return store.find(id).orElseThrow();
  }

  WrapJob job(int index) {
    try {
      return Envelope.open(MessageType.WRAP_JOB, sent.get(index), cloud.verificationKey());
    } catch (RejectedMessageException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The agent's answer to a job that was sent. */
  String answer(int index) {
    return signed(answer(job(index), wrapped(job(index).importId())));
  }

  String signed(WrapResult result) {
    return Envelope.seal(MessageType.WRAP_RESULT, result, agent);
  }

  WrapResult answer(WrapJob job, WrapOutcome outcome) {
    return WrapResult.to(job, us(), now, outcome);
  }

  KeyThumbprint us() {
    return cloud.verificationKey().thumbprint();
  }

  static WrappedKey wrapped(ImportId id) {
    return new WrappedKey(
        Blob.of("WRAPPED-KEY".getBytes(StandardCharsets.US_ASCII)),
        WrappingAlgorithm.RSAES_OAEP_SHA_256,
        new HsmKeyReport(
            CkaId.of(id), "keyferry", HsmKeyReport.Origin.GENERATED, Map.of(), Optional.empty()),
        new TokenIdentity("label", "serial", "manufacturer", "model", "7.8"));
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public void about(Duration length) {
    pauses.add(length);
    now = now.plus(length);
  }

  @Override
  public void send(KeyArn key, String compact) {
    sent.add(compact);
    if (!afterSend.isEmpty()) {
      afterSend.remove().run();
    }
  }

  @Override
  public void release(SqsBatch.Message message) {
    released.add(message);
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
