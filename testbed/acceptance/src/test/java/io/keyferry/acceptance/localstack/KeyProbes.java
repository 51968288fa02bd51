package io.keyferry.acceptance.localstack;

import io.keyferry.kmsemulator.testing.ProbedKms;
import java.util.LinkedHashMap;
import java.util.Map;

/** Probes of keys of external origin in their states. */
public final class KeyProbes {

  private static final byte[] A = ProbedKms.MATERIALS.named("32 bytes of a");

  private KeyProbes() {}

  static Map<String, Probe> all() {
    Map<String, Probe> all = new LinkedHashMap<>();
    states(all);
    keys(all);
    return all;
  }

  private static void states(Map<String, Probe> all) {
    all.put(
        "`EnableKey` before the import",
        kms -> {
          String key = kms.newKey();
          kms.kms().enableKey(request -> request.keyId(key));
          return kms.state(key);
        });
    all.put("`Encrypt` before the import", kms -> kms.encrypted(kms.newKey()));
    all.put(
        "`GetPublicKey` before the import",
        kms -> publicKey(kms, kms.newKey("ECC_NIST_P256", "SIGN_VERIFY")));
    all.put(
        "`GetPublicKey` after `DeleteImportedKeyMaterial`",
        kms -> {
          String key = kms.newKey("ECC_NIST_P256", "SIGN_VERIFY");
          kms.imported(
              kms.parameters(key, ProbedKms.TWO_STEPS),
              ProbedKms.MATERIALS.named("EC secp256r1 -"));
          kms.kms().deleteImportedKeyMaterial(request -> request.keyId(key));
          return publicKey(kms, key);
        });
    all.put(
        "`ImportKeyMaterial` into a Disabled key",
        kms -> {
          String key = kms.newKey();
          kms.imported(kms.parameters(key), A);
          kms.kms().disableKey(request -> request.keyId(key));
          return kms.imported(kms.parameters(key), A);
        });
    all.put(
        "`EnableKeyRotation`",
        kms -> {
          String key = kms.newKey();
          kms.kms().enableKeyRotation(request -> request.keyId(key));
          return "enabled";
        });
    all.put(
        "`ListKeyRotations`",
        kms -> {
          String key = kms.newKey();
          kms.imported(kms.parameters(key), A);
          return kms.kms().listKeyRotations(request -> request.keyId(key)).rotations().size()
              + " rotations";
        });
  }

  private static String publicKey(ProbedKms kms, String key) {
    kms.kms().getPublicKey(request -> request.keyId(key));
    return "a public key";
  }

  private static void keys(Map<String, Probe> all) {
    all.put(
        "`CreateKey` with a policy that locks the account out",
        kms -> kms.state(kms.newKey(request -> request.policy(lockOut()))));
    all.put(
        "`CreateKey` of ECC_NIST_EDWARDS25519",
        kms -> kms.state(kms.newKey("ECC_NIST_EDWARDS25519", "SIGN_VERIFY")));
  }

  private static String lockOut() {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[]}";
  }
}
