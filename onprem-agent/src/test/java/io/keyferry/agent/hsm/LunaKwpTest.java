package io.keyferry.agent.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keyferry.agent.hsm.pkcs11.Cryptoki;
import io.keyferry.agent.hsm.pkcs11.CryptokiSession;
import io.keyferry.agent.hsm.pkcs11.LoadedLibraries;
import io.keyferry.agent.hsm.pkcs11.Mechanism;
import io.keyferry.agent.hsm.pkcs11.Slot;
import io.keyferry.agent.hsm.pkcs11.TokenChoice;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingAlgorithm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Through the fault injector a token supports AES-KWP under Luna's code only. */
final class LunaKwpTest {

  @TempDir private Path directory;

  @Test
  void nssWrapsByLunasCodeAsKmsNeedsIt() throws Exception {
    try (FaultyToken made = new FaultyToken(TestTokenKind.NSS, directory)) {
      made.faults().lunaKwp();
      try (Token token = made.made().open();
          TokenSession session = token.openSession()) {
        assertThat(token.proveAesKwp()).contains("0x80000171");
        Unwrapping kms = new Unwrapping(2048);
        HsmKey key =
            session
                .keys()
                .generate(KeySpec.ECC_NIST_P256, OpenToken.newId(), "ec", KeyTemplate.LUNA_GUIDE);
        try (WrappingKey wrappingKey = session.wrapping().importKey(kms.publicKey())) {
          byte[] wrapped =
              session.wrapping().wrap(WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256, wrappingKey, key);
          assertThat(key.publicKey())
              .contains(
                  Unwrapping.publicKeyOf(
                      kms.unwrap(WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256, wrapped)));
        }
      }
    }
  }

  @Test
  void softHsmsFaultyOneIsSeenThroughLunasCode() throws Exception {
    try (FaultyToken made = new FaultyToken(TestTokenKind.SOFTHSM, directory)) {
      made.faults().lunaKwp();
      try (Token token = made.made().open()) {
        assertThatExceptionOfType(HsmException.class)
            .isThrownBy(token::proveAesKwp)
            .withMessageContaining("0x80000171")
            .withMessageNotContaining("0x210a");
      }
    }
  }

  @Test
  void theStandardCodesAreGone() throws Exception {
    try (FaultyToken made = new FaultyToken(TestTokenKind.NSS, directory)) {
      TestToken token = made.made();
      Cryptoki library =
          LoadedLibraries.load(
              token.library(), token.settings().libraryParameters(), TokenSettings.CALL_LIMIT);
      Slot slot = TokenChoice.of(token.settings()).among(library.slots());
      assertThat(library.mechanisms(slot))
          .contains(Mechanism.AES_KEY_WRAP_KWP.type())
          .doesNotContain(Mechanism.LUNA_AES_KWP.type());
      made.faults().lunaKwp();
      assertThat(library.mechanisms(slot))
          .contains(Mechanism.LUNA_AES_KWP.type())
          .doesNotContain(Mechanism.AES_KEY_WRAP_KWP.type(), Mechanism.AES_KEY_WRAP_PAD.type());
      CryptokiSession session = library.openSession(slot);
      long key = made.generate();
      assertThatExceptionOfType(HsmException.class)
          .isThrownBy(() -> session.wrap(Mechanism.AES_KEY_WRAP_KWP, key, key))
          .withMessageContaining("CKR_MECHANISM_INVALID");
    }
  }
}
