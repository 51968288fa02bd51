package io.keyferry.local.cloud;

import io.keyferry.kmsemulator.KmsEmulator;
import io.keyferry.kmsemulator.KmsEmulatorSettings;
import io.keyferry.kmsemulator.KmsFaults;
import io.keyferry.kmsemulator.value.WrappingKeySpec;
import io.keyferry.local.events.LocalEventBus;
import io.keyferry.local.sqs.LocalSqs;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;

/** The KMS emulator, ElasticMQ and an event bus, in this JVM. */
record EmulatedServices(KmsEmulator emulator, LocalSqs queues, LocalEventBus events, Parts parts)
    implements CloudServices {

  static EmulatedServices start(CloudSettings settings) throws IOException {
    Parts parts = new Parts();
    KmsEmulator emulator =
        parts.add(
            KmsEmulator.start(
                KmsEmulatorSettings.of(CloudSettings.REGION.id(), settings.account())
                    .withLockOutCheckInFront()
                    .withClock(settings.kms().clock())
                    .withOtherRegions(settings.kms().otherRegions())
                    .withTimes(settings.kms().times())
                    .withRequestQuotas(settings.kms().requestQuotas())
                    .withWrappingKeys(settings.wrappingKeys())
                    .withCallLog(KmsCallLog.in(settings.folder()))));
    try {
      LocalSqs queues = parts.add(LocalSqs.start(CloudSettings.REGION, settings.account()));
      LocalEventBus events = parts.add(LocalEventBus.start(settings.folder(), UUID::randomUUID));
      return new EmulatedServices(emulator, queues, events, parts);
    } catch (IOException | RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  @Override
  public URI kms() {
    return emulator.endpoint();
  }

  @Override
  public URI sqs() {
    return queues.endpoint();
  }

  @Override
  public URI eventBridge() {
    return events.endpoint();
  }

  @Override
  public Optional<KmsEmulator> kmsEmulator() {
    return Optional.of(emulator);
  }

  @Override
  public KmsFaults kmsFaults() {
    return emulator.faults();
  }

  @Override
  public void awaitKeyPairs(WrappingKeySpec spec, int count) {
    emulator.awaitKeyPairs(spec, count);
  }

  @Override
  public void close() {
    parts.close();
  }
}
