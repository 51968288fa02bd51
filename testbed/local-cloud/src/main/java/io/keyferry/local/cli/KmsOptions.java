package io.keyferry.local.cli;

import io.keyferry.kmsemulator.cli.EmulatorOptions;
import io.keyferry.local.cloud.CloudSettings;
import io.keyferry.local.run.KmsOfRun;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/** The options for the KMS emulator. */
final class KmsOptions {

  private static final String HOME = CloudSettings.REGION.id();
  @Mixin private EmulatorOptions emulator = new EmulatorOptions();

  EmulatorOptions emulator() {
    return emulator;
  }

  /**
   * Validates the options together.
   *
   * @throws ParameterException if the emulator does not support a Region, or a time is out of range
   */
  KmsOfRun checked(CommandLine command) {
    emulator.settings(command, CloudSettings.ACCOUNT);
    return new KmsOfRun(emulator.quotas(), emulator.regions(), emulator.rotation());
  }

  /**
   * Validates the options for a run with the cloud half, which is in one Region only.
   *
   * @throws ParameterException if that is not the first
   */
  KmsOfRun besideTheCloudHalf(CommandLine command) {
    KmsOfRun kms = checked(command);
    if (!kms.regions().getFirst().equals(HOME)) {
      throw new ParameterException(
          command,
          "expected --regions to begin with %s, where the cloud half runs, found %s: put %s first, or add --kms-only"
              .formatted(HOME, kms.regions().getFirst(), HOME));
    }
    return kms;
  }
}
