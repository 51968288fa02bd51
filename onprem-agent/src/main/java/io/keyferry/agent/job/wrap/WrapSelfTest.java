package io.keyferry.agent.job.wrap;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.job.check.Policy;
import io.keyferry.model.value.WrappingAlgorithm;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs at start whether the token can wrap key pairs, so that an operator learns it before the
 * first job. Other jobs are not affected.
 */
@Singleton
public final class WrapSelfTest {

  private static final Logger LOG = LoggerFactory.getLogger(WrapSelfTest.class);

  private final Token token;
  private final Policy policy;

  WrapSelfTest(Token token, Policy policy) {
    this.token = token;
    this.policy = policy;
  }

  /** Makes no HSM call if the policy allows no key pair, or none of the algorithms for them. */
  public void run() {
    if (policy.algorithmsInUse().stream().noneMatch(WrappingAlgorithm::isHybrid)) {
      return;
    }
    try {
      LOG.info("RSA_AES_KEY_WRAP: proved with a temporary key, with {}", token.proveAesKwp());
    } catch (HsmException e) {
      LOG.warn("RSA_AES_KEY_WRAP: jobs that need it will be refused: {}", e.getMessage());
    }
  }
}
