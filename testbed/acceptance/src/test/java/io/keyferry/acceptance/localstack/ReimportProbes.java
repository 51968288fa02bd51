package io.keyferry.acceptance.localstack;

import io.keyferry.kmsemulator.testing.ProbedKms;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.kms.model.ImportKeyMaterialRequest;

/** Probes of a second {@code ImportKeyMaterial}. */
public final class ReimportProbes {

  private static final byte[] A = ProbedKms.MATERIALS.named("32 bytes of a");
  private static final byte[] B = ProbedKms.MATERIALS.named("32 bytes of b");

  private ReimportProbes() {}

  static Map<String, Probe> all() {
    Map<String, Probe> all = new LinkedHashMap<>();
    again(all);
    return all;
  }

  private static void again(Map<String, Probe> all) {
    all.put("… of other bytes into an AES key that has some", kms -> twice(kms, kms.newKey(), B));
    all.put(
        "… of other bytes into an HMAC key that has some", kms -> twice(kms, kms.newHmacKey(), B));
    all.put(
        "… of the same bytes under another `KeyMaterialId`",
        kms ->
            twice(
                kms,
                kms.newKey(),
                A,
                request ->
                    request.importType("EXISTING_KEY_MATERIAL").keyMaterialId("0".repeat(64))));
    all.put(
        "… of the same bytes a third time",
        kms -> {
          String key = kms.newKey();
          twice(kms, key, A);
          return kms.imported(kms.parameters(key), A);
        });
    all.put(
        "… of other bytes after `DeleteImportedKeyMaterial`",
        kms -> {
          String key = kms.newKey();
          kms.imported(kms.parameters(key), A);
          kms.kms().deleteImportedKeyMaterial(request -> request.keyId(key));
          return kms.imported(kms.parameters(key), B);
        });
    all.put(
        "`Encrypt` after that",
        kms -> {
          String key = kms.newKey();
          kms.imported(kms.parameters(key), A);
          kms.kms().deleteImportedKeyMaterial(request -> request.keyId(key));
          Probe.answer(() -> kms.imported(kms.parameters(key), B));
          return kms.encrypted(key);
        });
  }

  private static String twice(ProbedKms kms, String key, byte[] second) {
    return twice(kms, key, second, request -> {});
  }

  private static String twice(
      ProbedKms kms, String key, byte[] second, Consumer<ImportKeyMaterialRequest.Builder> change) {
    kms.imported(kms.parameters(key), A);
    return kms.imported(kms.parameters(key), second, change);
  }
}
