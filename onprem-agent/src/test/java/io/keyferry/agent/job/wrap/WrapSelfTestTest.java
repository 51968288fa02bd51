package io.keyferry.agent.job.wrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.HsmFaults;
import io.keyferry.agent.hsm.StagedToken;
import io.keyferry.agent.job.Jobs;
import io.keyferry.agent.job.check.Policy;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingAlgorithm;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WrapSelfTestTest {

  @TempDir private Path folder;
  @AutoClose private StagedToken token;

  @BeforeEach
  void stage() {
    token = new StagedToken(folder.resolve("token"));
  }

  @Test
  void makesNoHsmCallWhereThePolicyAllowsNoKeyPair() {
    run(Set.of(KeySpec.SYMMETRIC_DEFAULT, KeySpec.HMAC_512), WrappingAlgorithm.values());
    assertThat(token.calls()).isEmpty();
  }

  @Test
  void makesNoHsmCallWhereThePolicyAllowsKeyPairsDirectlyOnly() {
    run(Set.of(KeySpec.ECC_NIST_P256), WrappingAlgorithm.RSAES_OAEP_SHA_256);
    assertThat(token.calls()).isEmpty();
  }

  @Test
  void provesTheTokenWhereThePolicyAllowsKeyPairs() {
    run(Set.of(KeySpec.RSA_4096), WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256);
    assertThat(token.calls()).containsExactly("proveAesKwp");
  }

  @Test
  void tokenThatWrapsWronglyBlocksNoOtherJob() {
    token.fail("proveAesKwp", HsmFaults.of(Fault.REFUSED, "it wraps wrongly"));
    assertThatCode(() -> run(Set.of(KeySpec.RSA_4096), WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_1))
        .doesNotThrowAnyException();
  }

  private void run(Set<KeySpec> specs, WrappingAlgorithm... algorithms) {
    Policy policy =
        new Policy(
            new Policy.KmsKeys(
                Jobs.POLICY.kmsKeys().accounts(),
                Jobs.POLICY.kmsKeys().regions(),
                Jobs.POLICY.kmsKeys().patterns(),
                specs),
            new Policy.Wrapping(Set.of(algorithms), Jobs.POLICY.wrapping().minKeyBits()),
            new Policy.HsmKeys(Set.of(), false),
            Jobs.POLICY.maxJobAge());
    new WrapSelfTest(token, policy).run();
  }
}
