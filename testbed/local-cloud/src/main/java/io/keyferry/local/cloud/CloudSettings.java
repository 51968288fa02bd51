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
 * What a local cloud is made of.
 *
 * @param folder for logs and working files
 * @param agent the enrolled agent's key
 * @param kmsClock the time in the KMS emulator
 * @param kms how the KMS emulator is set up
 * @param wrappingKeys where the emulator's wrapping key pairs come from
 * @param visibilityTimeout of jobs.fifo and results.fifo, whole seconds
 * @param maxReceiveCount after so many receives a message goes to the dead letters
 * @param functionEnvironment set for the functions in addition
 * @param localStack a LocalStack whose KMS and SQS take the place of ours
 */
public record CloudSettings(
    Layout layout,
    Path folder,
    Region region,
    String account,
    VerificationKey agent,
    InstantSource kmsClock,
    KmsSetup kms,
    WrappingKeySupply wrappingKeys,
    Duration visibilityTimeout,
    int maxReceiveCount,
    Map<String, String> functionEnvironment,
    Optional<URI> localStack) {

  /** An example account; AWS uses it in its own documents. */
  public static final String ACCOUNT = "123456789012";

  public static final Region REGION = Region.EU_WEST_1;

  /** The usual: short visibility so that a lost message is back soon, two RSA-4096 pairs ready. */
  public static CloudSettings of(Layout layout, Path folder, VerificationKey agent) {
    return new CloudSettings(
        layout,
        folder,
        REGION,
        ACCOUNT,
        agent,
        InstantSource.system(),
        KmsSetup.usual(),
        WrappingKeySupply.ahead(Map.of(WrappingKeySpec.RSA_4096, 2)),
        Duration.ofSeconds(10),
        5,
        Map.of(),
        Optional.empty());
  }

  /** The same with wrapping key pairs from there. */
  public CloudSettings withWrappingKeys(WrappingKeySupply supply) {
    return new CloudSettings(
        layout,
        folder,
        region,
        account,
        agent,
        kmsClock,
        kms,
        supply,
        visibilityTimeout,
        maxReceiveCount,
        functionEnvironment,
        localStack);
  }

  /** The same with another number of receives before a message goes to the dead letters. */
  public CloudSettings withMaxReceiveCount(int receives) {
    return new CloudSettings(
        layout,
        folder,
        region,
        account,
        agent,
        kmsClock,
        kms,
        wrappingKeys,
        visibilityTimeout,
        receives,
        functionEnvironment,
        localStack);
  }

  /** The same with another time in the KMS emulator. */
  public CloudSettings withKmsClock(InstantSource clock) {
    return new CloudSettings(
        layout,
        folder,
        region,
        account,
        agent,
        clock,
        kms,
        wrappingKeys,
        visibilityTimeout,
        maxReceiveCount,
        functionEnvironment,
        localStack);
  }

  /** The same with a KMS emulator that is set up like this. */
  public CloudSettings withKms(KmsSetup newKms) {
    return new CloudSettings(
        layout,
        folder,
        region,
        account,
        agent,
        kmsClock,
        newKms,
        wrappingKeys,
        visibilityTimeout,
        maxReceiveCount,
        functionEnvironment,
        localStack);
  }

  /** The same with a LocalStack's KMS and SQS, in this account of it. */
  public CloudSettings onLocalStack(URI endpoint, String itsAccount) {
    return new CloudSettings(
        layout,
        folder,
        region,
        itsAccount,
        agent,
        kmsClock,
        kms,
        wrappingKeys,
        visibilityTimeout,
        maxReceiveCount,
        functionEnvironment,
        Optional.of(endpoint));
  }
}
