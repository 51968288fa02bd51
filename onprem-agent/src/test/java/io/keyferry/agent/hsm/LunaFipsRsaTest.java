package io.keyferry.agent.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.hsm.token.Tokens;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingAlgorithm;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In FIPS mode Luna generates RSA key pairs with vendor codes instead of the PKCS#11 code. */
final class LunaFipsRsaTest {

  @TempDir private Path directory;

  @Test
  void anRsaKeyPairIsGeneratedByTheCodeThatTheTokenOffers() throws Exception {
    try (FaultyToken made = new FaultyToken(TestTokenKind.NSS, directory)) {
      made.faults().lunaFipsRsa();
      try (Token token = made.made().open();
          TokenSession session = token.openSession()) {
        HsmKey key =
            session
                .keys()
                .generate(KeySpec.RSA_2048, OpenToken.newId(), "rsa", KeyTemplate.LUNA_GUIDE);
        assertThat(key.form()).isEqualTo(new KeyForm.Rsa(2048));
      }
      assertThat(
              Tokens.look(made.made().settings())
                  .needs(
                      Set.of(KeySpec.RSA_2048), Set.of(WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256)))
          .filteredOn(need -> need.purpose().contains("RSA_2048"))
          .singleElement()
          .returns(true, MechanismNeed::offered)
          .extracting(MechanismNeed::mechanism)
          .asString()
          .contains("0x80000142");
    }
  }
}
