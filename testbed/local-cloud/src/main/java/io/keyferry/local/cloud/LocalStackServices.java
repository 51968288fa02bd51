package io.keyferry.local.cloud;

import io.keyferry.kmsemulator.KmsEmulator;
import io.keyferry.kmsemulator.KmsFaults;
import io.keyferry.kmsemulator.relay.KmsRelay;
import io.keyferry.kmsemulator.value.WrappingKeySpec;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;

/**
 * LocalStack's KMS, SQS and EventBridge. Calls to KMS go through a relay, because LocalStack's own
 * log does not say which key a call was about.
 */
record LocalStackServices(URI localStack, KmsRelay relay) implements CloudServices {

  static LocalStackServices start(CloudSettings settings, URI localStack) throws IOException {
    return new LocalStackServices(
        localStack,
        KmsRelay.start(localStack, InstantSource.system(), KmsCallLog.in(settings.folder())));
  }

  @Override
  public URI kms() {
    return relay.endpoint();
  }

  @Override
  public URI sqs() {
    return localStack;
  }

  @Override
  public URI eventBridge() {
    return localStack;
  }

  @Override
  public Optional<KmsEmulator> kmsEmulator() {
    return Optional.empty();
  }

  @Override
  public KmsFaults kmsFaults() {
    return relay.faults();
  }

  /** LocalStack generates each pair on demand. */
  @Override
  public void awaitKeyPairs(WrappingKeySpec spec, int count) {}

  @Override
  public void close() {
    relay.close();
  }
}
