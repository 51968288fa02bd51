package io.keyferry.acceptance.localstack;

import io.keyferry.kmsemulator.testing.ProbedKms;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.services.kms.model.ImportKeyMaterialRequest;

/** Probes of material that expires. */
public final class ExpiryProbes {

  private static final byte[] A = ProbedKms.MATERIALS.named("32 bytes of a");

  private ExpiryProbes() {}

  static Map<String, Probe> all() {
    Map<String, Probe> all = new LinkedHashMap<>();
    times(all);
    return all;
  }

  private static void times(Map<String, Probe> all) {
    all.put(
        "`ImportKeyMaterial` that expires, without `ValidTo`",
        kms ->
            kms.imported(
                kms.parameters(kms.newKey()),
                A,
                request -> request.expirationModel("KEY_MATERIAL_EXPIRES")));
    all.put("… with `ValidTo` in the past", kms -> until(kms, Duration.ofHours(-1)));
    all.put("… with `ValidTo` after 366 days", kms -> until(kms, Duration.ofDays(366)));
    all.put(
        "… that does not expire, with `ValidTo`",
        kms ->
            kms.imported(
                kms.parameters(kms.newKey()),
                A,
                request -> request.validTo(Instant.now().plus(Duration.ofDays(3)))));
    all.put(
        "the key once `ValidTo` has passed",
        kms -> {
          ProbedKms.Parameters by = kms.parameters(kms.newKey());
          kms.imported(by, A, request -> until(request, Duration.ofSeconds(1)));
          Instant passed = Instant.now().plusSeconds(2);
          while (Instant.now().isBefore(passed)) {
            LockSupport.parkUntil(passed.toEpochMilli());
          }
          return kms.state(by.key());
        });
  }

  private static String until(ProbedKms kms, Duration ahead) {
    return kms.imported(kms.parameters(kms.newKey()), A, request -> until(request, ahead));
  }

  private static void until(ImportKeyMaterialRequest.Builder request, Duration ahead) {
    request.expirationModel("KEY_MATERIAL_EXPIRES").validTo(Instant.now().plus(ahead));
  }
}
