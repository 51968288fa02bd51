package io.keyferry.agent.job;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.agent.hsm.WrappingKey;
import io.keyferry.model.Blob;
import io.keyferry.model.CkaId;
import io.keyferry.model.HsmKeyReport;
import io.keyferry.model.HsmKeyReport.Origin;
import io.keyferry.model.ImportStep;
import io.keyferry.model.WrapJob;
import io.keyferry.model.WrappedKey;
import jakarta.inject.Singleton;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;

/** The work in the HSM: wrapping key in, key found or generated, wrapped, wrapping key out. */
@Singleton
final class KeyWork {

  private final Token token;
  private final WorkSettings settings;
  private final StepLog steps;

  KeyWork(Token token, WorkSettings settings, StepLog steps) {
    this.token = token;
    this.settings = settings;
    this.steps = steps;
  }

  WrappedKey wrap(TokenSession session, WrapJob job, RSAPublicKey publicKey) throws HsmException {
    try (WrappingKey wrappingKey = session.importWrappingKey(publicKey)) {
      steps.taken(
          ImportStep.WRAPPING_KEY_IN_HSM,
          job,
          "RSA %d bits, SHA-256 %s".formatted(wrappingKey.bits(), job.wrappingKey().fingerprint()));
      CkaId id = CkaId.of(job.importId());
      Optional<HsmKey> earlier = session.find(id);
      HsmKey key = earlier.isPresent() ? earlier.get() : generate(session, job, id);
      Origin origin = earlier.isPresent() ? Origin.FOUND : Origin.GENERATED;
      steps.taken(
          earlier.isPresent() ? ImportStep.HSM_KEY_FOUND : ImportStep.HSM_KEY_GENERATED,
          job,
          "CKA_ID %s, label '%s'".formatted(id, key.label()));
      byte[] wrapped = session.wrap(job.wrappingAlgorithm(), wrappingKey, key);
      steps.taken(
          ImportStep.KEY_WRAPPED,
          job,
          "%s, %d bytes".formatted(job.wrappingAlgorithm(), wrapped.length));
      return new WrappedKey(
          Blob.of(wrapped), job.wrappingAlgorithm(), report(key, origin), token.identity());
    }
  }

  private HsmKey generate(TokenSession session, WrapJob job, CkaId id) throws HsmException {
    return session.generateAes256(id, "keyferry " + job.importId(), settings.template());
  }

  private static HsmKeyReport report(HsmKey key, Origin origin) {
    return new HsmKeyReport(key.id(), key.label(), origin, key.attributes(), key.keyCheckValue());
  }
}
