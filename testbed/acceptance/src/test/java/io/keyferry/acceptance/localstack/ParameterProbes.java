package io.keyferry.acceptance.localstack;

import io.keyferry.kmsemulator.testing.ProbedKms;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Probes of {@code GetParametersForImport}. */
public final class ParameterProbes {

  private ParameterProbes() {}

  static Map<String, Probe> all() {
    Map<String, Probe> all = new LinkedHashMap<>();
    parameters(all);
    return all;
  }

  private static void parameters(Map<String, Probe> all) {
    all.put(
        "`GetParametersForImport`: how long they live",
        kms -> {
          Instant end = kms.parameters(kms.newKey()).end();
          return Math.round(Duration.between(Instant.now(), end).toMinutes() / 60.0) + " hours";
        });
    all.put(
        "… for an AES key by RSAES_PKCS1_V1_5",
        kms -> given(kms, kms.newKey(), "RSAES_PKCS1_V1_5"));
    all.put(
        "… for an RSA key by RSAES_OAEP_SHA_256",
        kms -> given(kms, kms.newKey("RSA_2048", "SIGN_VERIFY"), "RSAES_OAEP_SHA_256"));
    all.put("… by an algorithm that does not exist", kms -> given(kms, kms.newKey(), "ROT_13"));
    all.put(
        "… for a key of KMS's own making",
        kms -> given(kms, kms.newKey(request -> request.origin("AWS_KMS")), "RSAES_OAEP_SHA_256"));
  }

  private static String given(ProbedKms kms, String key, String algorithm) {
    kms.parameters(key, algorithm);
    return "given";
  }
}
