package io.keyferry.agent.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.evidence.log.AuditException;
import io.keyferry.model.json.JsonCodec;
import io.keyferry.model.message.AuditEvent;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.signed.SignedMessage;
import io.keyferry.model.testing.EcSigner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Messages that are not an authentic job for this agent: no PKCS#11 call, one line in the audit
 * log.
 */
class ForgedJobTest {

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
  void forgedByAnotherSigner() throws Exception {
    String forged = SignedMessage.sign(MessageType.WRAP_JOB, half.jobs.job(), EcSigner.create());
    assertRejectedBeforeTheHsm(forged);
  }

  @Test
  void forgedByAnotherSignerUnderTheTrueKeysName() throws Exception {
    String forged = SignedMessage.sign(MessageType.WRAP_JOB, half.jobs.job(), EcSigner.create());
    assertRejectedBeforeTheHsm(part(sealed(), 0) + "." + part(forged, 1) + "." + part(forged, 2));
  }

  @Test
  void jobForAnotherAgent() throws Exception {
    Jobs forAnother = Jobs.to(EcSigner.create().verificationKey().thumbprint());
    assertRejectedBeforeTheHsm(
        SignedMessage.sign(MessageType.WRAP_JOB, forAnother.job(), half.cloud));
  }

  @Test
  void swappedWrappingKey() throws Exception {
    assertRejectedBeforeTheHsm(
        changed(Jobs.RSA_2048.spki().base64(), Jobs.rsa(2048).spki().base64()));
  }

  @Test
  void downgradedAlgorithm() throws Exception {
    assertRejectedBeforeTheHsm(changed("RSAES_OAEP_SHA_256", "RSAES_PKCS1_V1_5"));
  }

  @Test
  void changedKeyArn() throws Exception {
    assertRejectedBeforeTheHsm(changed("1234abcd-12ab", "4321dcba-12ab"));
  }

  @Test
  void resultPlayedBackAsAJob() throws Exception {
    half.work(half.jobs.job());
    int calls = half.token.calls().size();

    assertThat(half.work(half.results.sealed.getLast())).isEqualTo(MessageDisposition.REJECT);
    assertThat(half.token.calls()).hasSize(calls);
  }

  @Test
  void textThatIsNotAMessage() throws Exception {
    assertRejectedBeforeTheHsm("hello");
    assertRejectedBeforeTheHsm("");
    assertRejectedBeforeTheHsm("a".repeat(200_000));
  }

  private void assertRejectedBeforeTheHsm(String body) throws AuditException {
    assertThat(half.work(body)).isEqualTo(MessageDisposition.REJECT);
    assertThat(half.token.calls()).isEmpty();
    assertThat(half.results.sealed).isEmpty();
    assertThat(half.trail.events()).containsExactly(AuditEvent.MESSAGE_REJECTED);
    half.rejections.writeCounted(true);
    half.trail.forget();
  }

  private String sealed() {
    return half.sealed(half.jobs.job());
  }

  private String changed(String from, String to) {
    String content = new String(JsonCodec.write(half.jobs.job()), StandardCharsets.UTF_8);
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
}
