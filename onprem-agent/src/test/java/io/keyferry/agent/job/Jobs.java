package io.keyferry.agent.job;

import io.keyferry.agent.hsm.Unwrapping;
import io.keyferry.agent.job.check.KeyPattern;
import io.keyferry.agent.job.check.Policy;
import io.keyferry.model.message.JobId;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.KeyThumbprint;
import io.keyferry.model.value.Wrapping;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import io.keyferry.model.value.WrappingPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A valid job to start from, and the policy that allows it. */
public final class Jobs {

  public static final Instant NOW = Instant.parse("2026-11-23T09:30:00Z");
  public static final Duration VALID = Duration.ofHours(20);

  /** Holds the private half of the wrapping key. */
  static final Unwrapping KMS = new Unwrapping(2048);

  static final WrappingPublicKey RSA_2048 = of(KMS);
  public static final Policy POLICY =
      new Policy(
          new Policy.KmsKeys(
              Set.of("123456789012"),
              Set.of("eu-west-1"),
              List.of(KeyPattern.ANY),
              Set.of(KeySpec.SYMMETRIC_DEFAULT, KeySpec.HMAC_384, KeySpec.ECC_NIST_P521)),
          new Policy.Wrapping(
              Set.of(
                  WrappingAlgorithm.RSAES_OAEP_SHA_256, WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256),
              2048),
          new Policy.HsmKeys(Set.of(), false),
          Duration.ofHours(24));

  private ImportId importId = new ImportId("0b7c0a52-4f0e-4a3c-9d0e-5f7d3a1b2c4d");
  private int attempt = 1;
  private final KeyThumbprint audience;
  private Instant issuedAt = NOW;
  private KeyArn keyArn = key("123456789012", "eu-west-1");
  private KeySpec keySpec = KeySpec.SYMMETRIC_DEFAULT;
  private WrappingAlgorithm algorithm = WrappingAlgorithm.RSAES_OAEP_SHA_256;
  private WrappingKeySpec wrappingKeySpec = WrappingKeySpec.RSA_2048;
  private WrappingPublicKey wrappingKey = RSA_2048;
  private Optional<HsmKeyName> existingKey = Optional.empty();
  private boolean makeExtractable;

  private Jobs(KeyThumbprint audience) {
    this.audience = audience;
  }

  private Jobs with(Consumer<Jobs> change) {
    Jobs copy = new Jobs(audience);
    copy.importId = importId;
    copy.attempt = attempt;
    copy.issuedAt = issuedAt;
    copy.keyArn = keyArn;
    copy.keySpec = keySpec;
    copy.algorithm = algorithm;
    copy.wrappingKeySpec = wrappingKeySpec;
    copy.wrappingKey = wrappingKey;
    copy.existingKey = existingKey;
    copy.makeExtractable = makeExtractable;
    change.accept(copy);
    return copy;
  }

  public static Jobs to(KeyThumbprint audience) {
    return new Jobs(audience);
  }

  public static KeyArn key(String account, String region) {
    return KeyArn.parse(
        "arn:aws:kms:%s:%s:key/1234abcd-12ab-34cd-56ef-1234567890ab".formatted(region, account));
  }

  static WrappingPublicKey rsa(int bits) {
    return of(new Unwrapping(bits));
  }

  private static WrappingPublicKey of(Unwrapping kms) {
    return WrappingPublicKey.of(kms.publicKey().getEncoded());
  }

  public Jobs importId(ImportId other) {
    return with(jobs -> jobs.importId = other);
  }

  public Jobs attempt(int number) {
    return with(jobs -> jobs.attempt = number);
  }

  public Jobs issuedAt(Instant time) {
    return with(jobs -> jobs.issuedAt = time);
  }

  public Jobs keyArn(KeyArn arn) {
    return with(jobs -> jobs.keyArn = arn);
  }

  public Jobs keySpec(KeySpec spec) {
    return with(jobs -> jobs.keySpec = spec);
  }

  public Jobs algorithm(WrappingAlgorithm other) {
    return with(jobs -> jobs.algorithm = other);
  }

  Jobs wrappingKey(WrappingKeySpec spec, WrappingPublicKey key) {
    return with(jobs -> {
      jobs.wrappingKeySpec = spec;
      jobs.wrappingKey = key;
    });
  }

  public Jobs existingKey(CkaId id) {
    return existingKey(new HsmKeyName.Id(id));
  }

  public Jobs existingKey(HsmKeyName name) {
    return with(jobs -> jobs.existingKey = Optional.of(name));
  }

  /** A copy that orders the existing key to be made extractable. */
  Jobs makingExtractable() {
    return with(jobs -> jobs.makeExtractable = true);
  }

  public ImportId importId() {
    return importId;
  }

  public KeyArn keyArn() {
    return keyArn;
  }

  WrappingPublicKey wrappingKey() {
    return wrappingKey;
  }

  public WrapJob job() {
    return new WrapJob(
        new JobId(importId, attempt),
        new WrapJob.Validity(audience, issuedAt, issuedAt.plus(VALID)),
        new WrapJob.KmsKey(keyArn, wrappingKey),
        new Wrapping(keySpec, algorithm, wrappingKeySpec),
        new WrapJob.HsmKey(existingKey, makeExtractable));
  }
}
