package io.keyferry.local.cloud;

import io.keyferry.kmsemulator.KmsEmulator;
import io.keyferry.kmsemulator.KmsFaults;
import io.keyferry.kmsemulator.value.WrappingKeySpec;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** What a local cloud has in place of AWS's services, but for table and functions. */
sealed interface CloudServices extends AutoCloseable permits EmulatedServices, LocalStackServices {

  /** Starts what the settings ask for. */
  static CloudServices start(CloudSettings settings) throws IOException {
    return settings.localStack().isPresent()
        ? LocalStackServices.start(settings, settings.localStack().get().endpoint())
        : EmulatedServices.start(settings);
  }

  URI kms();

  URI sqs();

  URI eventBridge();

  /** The KMS emulator, where it is what KMS is here. */
  Optional<KmsEmulator> kmsEmulator();

  /** The switch for harm to KMS's calls. */
  KmsFaults kmsFaults();

  /** Waits until so many wrapping key pairs are ready, where any are made ahead. */
  void awaitKeyPairs(WrappingKeySpec spec, int count);

  @Override
  void close();
}
