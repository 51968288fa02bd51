package io.keyferry.agent.cli.offline;

import io.keyferry.evidence.text.Printable;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.ChallengeMac;
import io.keyferry.model.value.HsmKeyReport;
import io.keyferry.model.value.KeySpec;

/** The steps that prove, after the import, that KMS holds the HSM's key. */
final class ProofSteps {

  private ProofSteps() {}

  static String text(String keyId, KeySpec keySpec, HsmKeyReport key) {
    return key.proof()
        .publicKey()
        .map(publicKey -> publicKey(keyId, publicKey))
        .or(() -> key.proof().mac().map(mac -> mac(keyId, keySpec, mac)))
        .orElseGet(() -> importAgain(key));
  }

  private static String publicKey(String keyId, Blob publicKey) {
    return """
    To prove that KMS holds the key of the HSM, compare the public keys:
      aws kms get-public-key --key-id %s --query PublicKey --output text | base64 --decode | sha256sum
    must print the SHA-256 of publicKey in the record:
      %s\
    """
        .formatted(keyId, publicKey.sha256());
  }

  private static String mac(String keyId, KeySpec keySpec, ChallengeMac made) {
    return """
    To prove that KMS holds the key of the HSM, let KMS compute the MAC of the challenge in the record:
      echo %s | base64 --decode > challenge.bin
      aws kms generate-mac --key-id %s --mac-algorithm %s --message fileb://challenge.bin --query Mac --output text
    must print the mac in the record:
      %s\
    """
        .formatted(
            made.challenge().base64(),
            keyId,
            keySpec.name().replace("HMAC_", "HMAC_SHA_"),
            made.mac().base64());
  }

  /** For an AES key, no other KMS operation reveals anything. */
  private static String importAgain(HsmKeyReport key) {
    return """
    To prove, now or in years, that KMS holds the key of the HSM, import it again: download new import parameters for the same KMS key, and run
      keyferry-agent wrap --config agent.yml --parameters ImportParameters.zip %s --out Again.bin
    KMS accepts the same key and refuses any other with IncorrectKeyMaterialException. The import sets a new expiration and enables a Disabled key.\
    """
        .formatted(named(key));
  }

  /** Names the key by CKA_ID if its label cannot be printed, and so cannot be typed. */
  private static String named(HsmKeyReport key) {
    return Printable.line(key.object().label()).equals(key.object().label())
        ? "--key " + ShellArgument.of(key.object().label())
        : "--cka-id " + key.ckaId();
  }
}
