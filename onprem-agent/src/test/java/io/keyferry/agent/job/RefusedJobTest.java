package io.keyferry.agent.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.job.queue.ServerClock;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.model.message.AuditEvent;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.signed.RejectedMessageException;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingKeySpec;
import io.keyferry.model.value.WrappingPublicKey;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Authentic jobs that are not allowed: the only PKCS#11 calls are those that sign the refusal. */
class RefusedJobTest {

  @TempDir private Path directory;
  private AgentHalf half;

  @BeforeEach
  void open() throws AuditException {
    half = new AgentHalf(directory);
  }

  @AfterEach
  void close() {
    half.close();
  }

  @Test
  void expiredJob() throws Exception {
    assertRefused(half.jobs.issuedAt(Jobs.NOW.minus(Jobs.VALID)), FailureCode.JOB_EXPIRED);
  }

  @Test
  void worksAJobInItsLastMillisecond() throws Exception {
    half.work(half.jobs.issuedAt(Jobs.NOW.minus(Jobs.VALID).plusMillis(1)).job());
    assertThat(half.results.only().content().wrapped()).isPresent();
  }

  @Test
  void jobFromTheFuture() throws Exception {
    Duration ahead = ServerClock.MAX_SKEW.plusSeconds(1);
    Failure failure =
        assertRefused(half.jobs.issuedAt(Jobs.NOW.plus(ahead)), FailureCode.JOB_NOT_YET_VALID);
    assertThat(failure.reason()).contains("301 s ahead");
  }

  @Test
  void worksAJobFromAClockSlightlyAhead() throws Exception {
    half.work(half.jobs.issuedAt(Jobs.NOW.plus(ServerClock.MAX_SKEW)).job());
    assertThat(half.results.only().content().wrapped()).isPresent();
  }

  @Test
  void refusesWhatThePolicyDenies() throws Exception {
    assertRefused(half.jobs.keyArn(Jobs.key("210987654321", "eu-west-1")), FailureCode.POLICY);
  }

  @Test
  void refusesCombinationsThatKmsDoesNotAllowInKmsWords() throws Exception {
    assertRefused(half.jobs.keySpec(KeySpec.ECC_NIST_P521), FailureCode.WRAPPING_NOT_ALLOWED);
    assertThat(half.results.only().content().refused().orElseThrow().reason())
        .isEqualTo(
            "Wrapping algorithm RSAES_OAEP_SHA_256 and wrapping key spec RSA_2048 cannot be used to import a ECC_NIST_P521 key. Expected RSA_AES_KEY_WRAP_SHA_256, RSA_AES_KEY_WRAP_SHA_1, RSAES_OAEP_SHA_256 or RSAES_OAEP_SHA_1 for a ECC_NIST_P521 key, the last two not with RSA_2048");
  }

  @Test
  void smallWrappingKeyUnderALargeName() throws Exception {
    assertRefused(
        half.jobs.wrappingKey(WrappingKeySpec.RSA_4096, Jobs.RSA_2048),
        FailureCode.WRAPPING_KEY_INVALID);
  }

  @Test
  void malformedWrappingKey() throws Exception {
    assertRefused(
        half.jobs.wrappingKey(WrappingKeySpec.RSA_2048, WrappingPublicKey.of(new byte[300])),
        FailureCode.WRAPPING_KEY_INVALID);
  }

  @Test
  void wrappingKeyWithExponentThree() throws Exception {
    assertRefused(
        half.jobs.wrappingKey(WrappingKeySpec.RSA_2048, exponentThree()),
        FailureCode.WRAPPING_KEY_INVALID);
  }

  private Failure assertRefused(Jobs job, FailureCode code) throws RejectedMessageException {
    assertThat(half.work(job)).isEqualTo(MessageDisposition.DELETE);
    Failure failure = half.results.only().content().refused().orElseThrow();
    assertThat(failure.code()).as(failure.reason()).isEqualTo(code);
    assertThat(half.token.calls())
        .containsExactly("openSession", "findAgentKey", "sign", "sign", "sign", "closeSession");
    assertThat(half.trail.eventsOnDisk())
        .containsExactly(
            AuditEvent.JOB_RECEIVED,
            AuditEvent.JOB_REFUSED,
            AuditEvent.RESULT_SIGNED,
            AuditEvent.HEAD_SIGNED);
    return failure;
  }

  private static WrappingPublicKey exponentThree() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F0));
    return WrappingPublicKey.of(generator.generateKeyPair().getPublic().getEncoded());
  }
}
