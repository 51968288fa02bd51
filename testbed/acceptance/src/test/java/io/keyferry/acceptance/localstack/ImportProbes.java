package io.keyferry.acceptance.localstack;

import io.keyferry.kmsemulator.testing.ProbedKms;
import io.keyferry.kmsemulator.testing.Wrapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import software.amazon.awssdk.core.SdkBytes;

/** Probes of a first {@code ImportKeyMaterial}: tokens, algorithms, forms of the material. */
public final class ImportProbes {

  private static final byte[] A = ProbedKms.MATERIALS.named("32 bytes of a");

  private ImportProbes() {}

  static Map<String, Probe> all() {
    Map<String, Probe> all = new LinkedHashMap<>();
    tokens(all);
    materials(all);
    return all;
  }

  private static void tokens(Map<String, Probe> all) {
    all.put(
        "`ImportKeyMaterial` with a token that KMS never made",
        kms ->
            kms.imported(
                kms.parameters(kms.newKey()),
                A,
                request -> request.importToken(SdkBytes.fromUtf8String("01234567"))));
    all.put(
        "… with a token of bytes that are no text",
        kms ->
            kms.imported(
                kms.parameters(kms.newKey()),
                A,
                request -> request.importToken(SdkBytes.fromByteArray(new byte[] {-1, -1, -1}))));
    all.put(
        "… with token and wrapping key of another KMS key",
        kms -> kms.imported(kms.parameters(kms.newKey()).claimedFor(kms.newKey()), A));
    all.put(
        "… with the same token twice",
        kms -> {
          ProbedKms.Parameters once = kms.parameters(kms.newKey());
          kms.imported(once, A);
          return kms.imported(once, A);
        });
  }

  private static void materials(Map<String, Probe> all) {
    all.put(
        "… wrapped by RSAES_OAEP_SHA_1 where RSAES_OAEP_SHA_256 was ordered",
        kms -> {
          ProbedKms.Parameters by = kms.parameters(kms.newKey());
          return kms.handedOver(
              by, Wrapper.wrap("RSAES_OAEP_SHA_1", by.publicKey().asByteArray(), A), request -> {});
        });
    all.put(
        "… of an RSA key by RSA_AES_KEY_WRAP_SHA_1",
        kms ->
            kms.imported(
                kms.parameters(kms.newKey("RSA_2048", "SIGN_VERIFY"), "RSA_AES_KEY_WRAP_SHA_1"),
                ProbedKms.MATERIALS.named("RSA 2048 -")));
    all.put(
        "… of 16 bytes into an AES key", kms -> kms.imported(kms.parameters(kms.newKey()), half()));
    all.put(
        "… of 16 bytes into HMAC_256",
        kms -> kms.imported(kms.parameters(kms.newHmacKey()), half()));
    all.put("… of RSA as PKCS #1", kms -> pair(kms, "RSA_2048", pkcs1()));
    all.put(
        "… of RSA 3072 into RSA_2048",
        kms -> pair(kms, "RSA_2048", ProbedKms.MATERIALS.named("RSA 3072 -")));
    all.put(
        "… of P-384 into ECC_NIST_P256",
        kms -> pair(kms, "ECC_NIST_P256", ProbedKms.MATERIALS.named("EC secp384r1 -")));
    all.put(
        "… of RSA into ECC_NIST_P256",
        kms -> pair(kms, "ECC_NIST_P256", ProbedKms.MATERIALS.named("RSA 2048 -")));
  }

  private static byte[] half() {
    return Arrays.copyOf(A, 16);
  }

  private static byte[] pkcs1() {
    try {
      return PrivateKeyInfo.getInstance(ProbedKms.MATERIALS.named("RSA 2048 -"))
          .parsePrivateKey()
          .toASN1Primitive()
          .getEncoded();
    } catch (IOException e) {
      throw new AssertionError("a test key was not re-encoded", e);
    }
  }

  private static String pair(ProbedKms kms, String spec, byte[] material) {
    return kms.imported(
        kms.parameters(kms.newKey(spec, "SIGN_VERIFY"), ProbedKms.TWO_STEPS), material);
  }
}
