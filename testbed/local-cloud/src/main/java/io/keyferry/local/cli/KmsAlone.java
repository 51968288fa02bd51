package io.keyferry.local.cli;

import io.keyferry.kmsemulator.KmsEmulator;
import io.keyferry.kmsemulator.KmsEmulatorSettings;
import io.keyferry.kmsemulator.realm.WrappingKeySupply;
import io.keyferry.kmsemulator.value.WrappingKeySpec;
import io.keyferry.local.cloud.CloudSettings;
import io.keyferry.local.cloud.KmsSetup;
import io.keyferry.local.run.KmsOfRun;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The KMS emulator without the rest of the cloud half. */
final class KmsAlone {

  private static final int KEY_PAIRS_AHEAD = 2;

  private KmsAlone() {}

  /**
   * Starts listening.
   *
   * @throws IOException if the port cannot be had
   */
  static KmsEmulator start(KmsOfRun kms, int port) throws IOException {
    KmsSetup setup = kms.setup();
    return KmsEmulator.start(
        KmsEmulatorSettings.of(kms.regions().getFirst(), CloudSettings.ACCOUNT)
            .withOtherRegions(setup.otherRegions())
            .withPort(port)
            .withTimes(setup.times())
            .withRequestQuotas(setup.requestQuotas())
            .withWrappingKeys(
                WrappingKeySupply.ahead(Map.of(WrappingKeySpec.RSA_4096, KEY_PAIRS_AHEAD))));
  }

  /** Words that both versions of the AWS CLI understand. */
  static List<String> hints(KmsEmulator kms, KmsOfRun settings) {
    return List.of(
        "KMS emulator (for tests) at "
            + kms.endpoint()
            + ", in "
            + String.join(", ", settings.regions()),
        "",
        "Try in another shell:",
        "  export AWS_ENDPOINT_URL_KMS="
            + kms.endpoint()
            + " AWS_DEFAULT_REGION="
            + settings.regions().getFirst()
            + " AWS_REGION="
            + settings.regions().getFirst()
            + " AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any",
        "  aws kms create-key --origin EXTERNAL");
  }
}
