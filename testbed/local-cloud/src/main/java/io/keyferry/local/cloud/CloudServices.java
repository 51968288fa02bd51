package io.keyferry.local.cloud;

import io.keyferry.kmsemulator.KmsEmulator;
import io.keyferry.kmsemulator.KmsFaults;
import io.keyferry.kmsemulator.value.WrappingKeySpec;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** The services of a local cloud that replace AWS's, except table and functions. */
sealed interface CloudServices extends AutoCloseable permits EmulatedServices, LocalStackServices {

  /** Starts the services that the settings name. */
  static CloudServices start(CloudSettings settings) throws IOException {
    return settings.localStack().isPresent()
        ? LocalStackServices.start(settings, settings.localStack().get().endpoint())
        : EmulatedServices.start(settings);
  }

  URI kms();

  URI sqs();

  URI eventBridge();

  /** The KMS emulator, if it serves as KMS. */
  Optional<KmsEmulator> kmsEmulator();

  /** The switch for fault injection into KMS's calls. */
  KmsFaults kmsFaults();

  /** Waits until this many wrapping key pairs are ready, if any are generated ahead. */
  void awaitKeyPairs(WrappingKeySpec spec, int count);

  @Override
  void close();
}
