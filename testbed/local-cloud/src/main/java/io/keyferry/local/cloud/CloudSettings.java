package io.keyferry.local.cloud;

import io.keyferry.kmsemulator.environment.WrappingKeySupply;
import io.keyferry.kmsemulator.value.WrappingKeySpec;
import io.keyferry.local.Layout;
import io.keyferry.model.value.VerificationKey;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.regions.Region;

/**
 * The settings of a local cloud, in addition to the template.
 *
 * @param folder for logs and working files
 * @param agent the enrolled agent's key
 * @param kms how the KMS emulator is set up
 * @param wrappingKeys where the emulator's wrapping key pairs come from
 * @param redelivery of all queues, replacing the deployed values
 * @param localStack whose KMS and SQS replace ours
 */
public record CloudSettings(
    Layout layout,
    Path folder,
    VerificationKey agent,
    KmsSetup kms,
    WrappingKeySupply wrappingKeys,
    Optional<Redelivery> redelivery,
    Optional<LocalStackAccount> localStack) {

  /** An example account that AWS uses in its own documents. */
  public static final String ACCOUNT = "123456789012";

  public static final Region REGION = Region.EU_WEST_1;

  /**
   * When a queue redelivers a message, for tests that do not wait as long as AWS does.
   *
   * @param visibilityTimeout whole seconds
   * @param maxReceiveCount after how many receives a message becomes a dead letter
   */
  public record Redelivery(Duration visibilityTimeout, int maxReceiveCount) {}

  /** An account of a LocalStack. */
  public record LocalStackAccount(URI endpoint, String account) {}

  /** As deployed, with the KMS emulator and two RSA-4096 pairs ready. */
  public static CloudSettings of(Layout layout, Path folder, VerificationKey agent) {
    return new CloudSettings(
        layout,
        folder,
        agent,
        KmsSetup.usual(),
        WrappingKeySupply.ahead(Map.of(WrappingKeySpec.RSA_4096, 2)),
        Optional.empty(),
        Optional.empty());
  }

  /** The account of keys, queues and functions. */
  public String account() {
    return localStack.map(LocalStackAccount::account).orElse(ACCOUNT);
  }

  /** A copy with a KMS emulator that is set up like this. */
  public CloudSettings with(KmsSetup setup) {
    return new CloudSettings(layout, folder, agent, setup, wrappingKeys, redelivery, localStack);
  }

  /** A copy with another clock in the KMS emulator. */
  public CloudSettings withKmsClock(InstantSource clock) {
    return with(new KmsSetup(kms.otherRegions(), kms.times(), kms.requestQuotas(), clock));
  }

  /** A copy with wrapping key pairs from this supply. */
  public CloudSettings withWrappingKeys(WrappingKeySupply supply) {
    return new CloudSettings(layout, folder, agent, kms, supply, redelivery, localStack);
  }

  /** A copy whose queues redeliver like this. */
  public CloudSettings with(Redelivery other) {
    return new CloudSettings(
        layout, folder, agent, kms, wrappingKeys, Optional.of(other), localStack);
  }

  /** A copy with a LocalStack's KMS and SQS, in this account of it. */
  public CloudSettings onLocalStack(URI endpoint, String itsAccount) {
    return new CloudSettings(
        layout,
        folder,
        agent,
        kms,
        wrappingKeys,
        redelivery,
        Optional.of(new LocalStackAccount(endpoint, itsAccount)));
  }
}
