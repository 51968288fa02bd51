package io.keyferry.agent.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.HsmFaults;
import io.keyferry.agent.hsm.KeyTemplate;
import io.keyferry.model.CkaId;
import io.keyferry.model.Envelope;
import io.keyferry.model.Failure;
import io.keyferry.model.FailureCode;
import io.keyferry.model.HsmKeyReport;
import io.keyferry.model.HsmKeyReport.Origin;
import io.keyferry.model.JsonCodec;
import io.keyferry.model.KeyArn;
import io.keyferry.model.KeySpec;
import io.keyferry.model.KeyThumbprint;
import io.keyferry.model.MessageType;
import io.keyferry.model.RejectedMessageException;
import io.keyferry.model.WrapJob;
import io.keyferry.model.WrapResult;
import io.keyferry.model.WrappingKeySpec;
import io.keyferry.model.WrappingPublicKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobWorkerTest {

  private final EcSigner cloud = EcSigner.create();
  private final MemoryToken token = new MemoryToken();
  private final Jobs jobs = Jobs.to(token.agent().verificationKey().thumbprint());
  private final SentResults results = new SentResults();
  private final QueueStatus queues = new QueueStatus();
  private final HsmProbe hsm = new HsmProbe(token);
  private final JobWorker worker = worker(Jobs.POLICY);

  private JobWorker worker(Policy policy) {
    InstantSource clock = InstantSource.fixed(Jobs.NOW);
    CloudSettings settings =
        new CloudSettings(
            "eu-west-1",
            URI.create("https://sqs.eu-west-1.amazonaws.com/123456789012/jobs.fifo"),
            URI.create("https://sqs.eu-west-1.amazonaws.com/123456789012/results.fifo"),
            cloud.verificationKey(),
            Optional.empty());
    AgentIdentity agent =
        new AgentIdentity("keyferry-agent", token.agent().verificationKey().thumbprint());
    StepLog steps = new StepLog(clock);
    return new JobWorker(
        new JobReader(settings, agent),
        new JobCheck(policy, clock),
        new KeyWork(
            token,
            new WorkSettings(
                agent.label(),
                4,
                Duration.ofSeconds(20),
                Duration.ofSeconds(30),
                KeyTemplate.LUNA_GUIDE),
            steps),
        token,
        agent,
        new ResultSender(results, settings, queues, steps, clock),
        hsm,
        steps);
  }

  @Test
  void generatesTheKeyWrapsItAndAnswers() throws Exception {
    assertThat(work(jobs.job())).isEqualTo(Disposal.DELETE);

    WrapResult result = results.only();
    HsmKeyReport key = result.wrapped().orElseThrow().hsmKey();
    assertThat(result)
        .isEqualTo(WrapResult.to(jobs.job(), cloudName(), Jobs.NOW, result.outcome()));
    assertThat(key.origin()).isEqualTo(Origin.GENERATED);
    assertThat(key.ckaId()).isEqualTo(CkaId.of(jobs.importId()));
    assertThat(key.label()).isEqualTo("keyferry " + jobs.importId());
    assertThat(result.wrapped().orElseThrow().token()).isEqualTo(token.identity());
    assertThat(results.groups).containsExactly(jobs.keyArn());
    assertThat(token.wrappingKeys()).isZero();
  }

  @Test
  void findsTheKeyWhenTheJobComesAgain() throws Exception {
    work(jobs.job());
    work(jobs.job());

    assertThat(results.all()).hasSize(2);
    assertThat(results.all().getLast().wrapped().orElseThrow().hsmKey().origin())
        .isEqualTo(Origin.FOUND);
    assertThat(token.calls().stream().filter("generateAes256"::equals)).hasSize(1);
  }

  @Test
  void forgedByAnotherSigner() {
    String forged = Envelope.seal(MessageType.WRAP_JOB, jobs.job(), EcSigner.create());
    assertRejectedBeforeTheHsm(forged);
  }

  @Test
  void forgedByAnotherSignerUnderTheTrueKeysName() {
    String forged = Envelope.seal(MessageType.WRAP_JOB, jobs.job(), EcSigner.create());
    assertRejectedBeforeTheHsm(part(sealed(), 0) + "." + part(forged, 1) + "." + part(forged, 2));
  }

  @Test
  void jobForAnotherAgent() {
    Jobs forAnother = Jobs.to(EcSigner.create().verificationKey().thumbprint());
    assertRejectedBeforeTheHsm(Envelope.seal(MessageType.WRAP_JOB, forAnother.job(), cloud));
  }

  @Test
  void swappedWrappingKey() {
    assertRejectedBeforeTheHsm(
        changed(Jobs.RSA_2048.spki().base64(), Jobs.rsa(2048).spki().base64()));
  }

  @Test
  void changedKeyArn() {
    assertRejectedBeforeTheHsm(changed("1234abcd-12ab", "4321dcba-12ab"));
  }

  @Test
  void resultPlayedBackAsAJob() throws Exception {
    work(jobs.job());
    int calls = token.calls().size();

    assertThat(worker.work(message(results.sealed.getLast()))).isEqualTo(Disposal.REJECT);
    assertThat(token.calls()).hasSize(calls);
  }

  @Test
  void wordsThatAreNoMessage() {
    assertRejectedBeforeTheHsm("hello");
    assertRejectedBeforeTheHsm("");
    assertRejectedBeforeTheHsm("a".repeat(200_000));
  }

  @Test
  void expiredJob() throws Exception {
    assertRefused(jobs.issuedAt(Jobs.NOW.minus(Jobs.VALID)), FailureCode.JOB_EXPIRED);
  }

  @Test
  void worksAJobInItsLastMillisecond() throws Exception {
    work(jobs.issuedAt(Jobs.NOW.minus(Jobs.VALID).plusMillis(1)).job());
    assertThat(results.only().wrapped()).isPresent();
  }

  @Test
  void jobFromTheFuture() throws Exception {
    Duration ahead = JobCheck.CLOCKS_MAY_DIFFER_BY.plusSeconds(1);
    Failure failure =
        assertRefused(jobs.issuedAt(Jobs.NOW.plus(ahead)), FailureCode.JOB_NOT_YET_VALID);
    assertThat(failure.reason()).contains("301 s ahead");
  }

  @Test
  void worksAJobFromAClockSlightlyAhead() throws Exception {
    work(jobs.issuedAt(Jobs.NOW.plus(JobCheck.CLOCKS_MAY_DIFFER_BY)).job());
    assertThat(results.only().wrapped()).isPresent();
  }

  @Test
  void refusesWhatThePolicyDenies() throws Exception {
    assertRefused(jobs.keyArn(Jobs.key("210987654321", "eu-west-1")), FailureCode.POLICY);
  }

  @Test
  void refusesAKeySpecThatItCannotMake() throws Exception {
    assertRefused(jobs.keySpec(KeySpec.HMAC_256), FailureCode.KEY_SPEC_UNSUPPORTED);
  }

  @Test
  void smallWrappingKeyUnderALargeName() throws Exception {
    assertRefused(
        jobs.wrappingKey(WrappingKeySpec.RSA_4096, Jobs.RSA_2048),
        FailureCode.WRAPPING_KEY_INVALID);
  }

  @Test
  void wrappingKeyThatIsNoKey() throws Exception {
    assertRefused(
        jobs.wrappingKey(WrappingKeySpec.RSA_2048, WrappingPublicKey.of(new byte[300])),
        FailureCode.WRAPPING_KEY_INVALID);
  }

  @Test
  void wrappingKeyWithExponentThree() throws Exception {
    assertRefused(
        jobs.wrappingKey(WrappingKeySpec.RSA_2048, exponentThree()),
        FailureCode.WRAPPING_KEY_INVALID);
  }

  @Test
  void answersWhatTheHsmRefusesAndLeavesNoWrappingKey() throws Exception {
    token.fail("wrap", HsmFaults.of(Fault.REFUSED, "C_WrapKey: CKR_KEY_NOT_WRAPPABLE"));

    assertThat(work(jobs.job())).isEqualTo(Disposal.DELETE);

    Failure failure = results.only().refused().orElseThrow();
    assertThat(failure.code()).isEqualTo(FailureCode.HSM_REFUSED);
    assertThat(failure.reason()).contains("CKR_KEY_NOT_WRAPPABLE");
    assertThat(token.wrappingKeys()).isZero();
    assertThat(hsm.fault()).isEmpty();
  }

  @Test
  void waitsForAnHsmThatIsAway() throws Exception {
    for (String call :
        List.of("openSession", "importWrappingKey", "generateAes256", "wrap", "sign")) {
      token.fail(call, HsmFaults.of(Fault.UNAVAILABLE, call + ": CKR_DEVICE_REMOVED"));

      assertThat(work(jobs.job())).as(call).isEqualTo(Disposal.RETRY);

      assertThat(results.all()).as(call).isEmpty();
      assertThat(hsm.fault()).as(call).hasValueSatisfying(m -> assertThat(m).contains(call));
      assertThat(token.wrappingKeys()).as(call).isZero();
      token.heal();
    }
    assertThat(work(jobs.job())).isEqualTo(Disposal.DELETE);
    assertThat(hsm.fault()).isEmpty();
    assertThat(token.keys()).hasSize(1);
  }

  @Test
  void waitsForItsSigningKeyBeforeItTouchesAnother() throws Exception {
    token.unenrol();

    assertThat(work(jobs.job())).isEqualTo(Disposal.RETRY);

    assertThat(token.calls()).containsExactly("openSession", "findAgentKey", "closeSession");
    assertThat(hsm.fault().orElseThrow()).contains("run enrol");
  }

  @Test
  void triesAgainWhenTheResultCannotBeSent() throws Exception {
    results.failure = Optional.of(new QueueException("no way", new IllegalStateException()));

    assertThat(work(jobs.job())).isEqualTo(Disposal.RETRY);
    assertThat(queues.error()).contains("no way");

    results.failure = Optional.empty();
    assertThat(work(jobs.job())).isEqualTo(Disposal.DELETE);
    assertThat(queues.error()).isEmpty();
    assertThat(token.keys()).hasSize(1);
  }

  @Test
  void copiedJobInAnotherGroupWhileTheFirstIsInHand() throws Exception {
    List<Disposal> ofTheCopy = new ArrayList<>();
    results.whileSending = () -> ofTheCopy.add(work(jobs.job()));

    assertThat(work(jobs.job())).isEqualTo(Disposal.DELETE);

    assertThat(ofTheCopy).containsExactly(Disposal.RETRY);
    assertThat(results.all()).hasSize(1);
  }

  private Disposal work(WrapJob job) {
    return worker.work(message(Envelope.seal(MessageType.WRAP_JOB, job, cloud)));
  }

  private Failure assertRefused(Jobs job, FailureCode code) throws RejectedMessageException {
    assertThat(work(job.job())).isEqualTo(Disposal.DELETE);
    Failure failure = results.only().refused().orElseThrow();
    assertThat(failure.code()).as(failure.reason()).isEqualTo(code);
    assertThat(token.calls())
        .containsExactly("openSession", "findAgentKey", "sign", "closeSession");
    return failure;
  }

  private void assertRejectedBeforeTheHsm(String body) {
    assertThat(worker.work(message(body))).isEqualTo(Disposal.REJECT);
    assertThat(token.calls()).isEmpty();
    assertThat(results.sealed).isEmpty();
  }

  private String sealed() {
    return Envelope.seal(MessageType.WRAP_JOB, jobs.job(), cloud);
  }

  private String changed(String from, String to) {
    String content = new String(JsonCodec.write(jobs.job()), StandardCharsets.UTF_8);
    assertThat(content).contains(from);
    String changed =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(content.replace(from, to).getBytes(StandardCharsets.UTF_8));
    return part(sealed(), 0) + "." + changed + "." + part(sealed(), 2);
  }

  private static String part(String compact, int index) {
    return compact.split("\\.", -1)[index];
  }

  private static QueuedJob message(String body) {
    return new QueuedJob("id", "receipt", "group", 1, body);
  }

  private KeyThumbprint cloudName() {
    return cloud.verificationKey().thumbprint();
  }

  private static WrappingPublicKey exponentThree() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F0));
    return WrappingPublicKey.of(generator.generateKeyPair().getPublic().getEncoded());
  }

  /** Keeps what is sent, and opens it as the cloud does. */
  private final class SentResults implements ResultQueue {

    private final List<String> sealed = new ArrayList<>();
    private final List<KeyArn> groups = new ArrayList<>();
    private Optional<QueueException> failure = Optional.empty();
    private Runnable whileSending = () -> {};

    @Override
    public void send(KeyArn key, String message) throws QueueException {
      if (failure.isPresent()) {
        throw failure.get();
      }
      whileSending.run();
      groups.add(key);
      sealed.add(message);
    }

    List<WrapResult> all() throws RejectedMessageException {
      List<WrapResult> opened = new ArrayList<>();
      for (String message : sealed) {
        opened.add(
            Envelope.open(MessageType.WRAP_RESULT, message, token.agent().verificationKey()));
      }
      return opened;
    }

    WrapResult only() throws RejectedMessageException {
      assertThat(sealed).hasSize(1);
      return all().getFirst();
    }
  }
}
