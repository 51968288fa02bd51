package io.keyferry.agent.job;

import io.keyferry.model.ImportId;
import io.keyferry.model.KeyArn;
import io.keyferry.model.KeySpec;
import io.keyferry.model.KeyThumbprint;
import io.keyferry.model.WrapJob;
import io.keyferry.model.WrappingAlgorithm;
import io.keyferry.model.WrappingKeySpec;
import io.keyferry.model.WrappingPublicKey;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** A well-formed job to start from, and the policy that allows it. */
record Jobs(
    ImportId importId,
    KeyThumbprint audience,
    Instant issuedAt,
    KeyArn keyArn,
    KeySpec keySpec,
    WrappingAlgorithm algorithm,
    WrappingKeySpec wrappingKeySpec,
    WrappingPublicKey wrappingKey) {

  static final Instant NOW = Instant.parse("2026-11-23T09:30:00Z");
  static final Duration VALID = Duration.ofHours(20);
  static final WrappingPublicKey RSA_2048 = rsa(2048);
  static final Policy POLICY =
      new Policy(
          Set.of("123456789012"),
          Set.of("eu-west-1"),
          List.of(KeyPattern.ANY),
          Set.of(WrappingAlgorithm.RSAES_OAEP_SHA_256),
          2048);

  static Jobs to(KeyThumbprint audience) {
    return new Jobs(
        new ImportId("0b7c0a52-4f0e-4a3c-9d0e-5f7d3a1b2c4d"),
        audience,
        NOW,
        key("123456789012", "eu-west-1"),
        KeySpec.SYMMETRIC_DEFAULT,
        WrappingAlgorithm.RSAES_OAEP_SHA_256,
        WrappingKeySpec.RSA_2048,
        RSA_2048);
  }

  static KeyArn key(String account, String region) {
    return KeyArn.parse(
        "arn:aws:kms:%s:%s:key/1234abcd-12ab-34cd-56ef-1234567890ab".formatted(region, account));
  }

  static WrappingPublicKey rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return WrappingPublicKey.of(generator.generateKeyPair().getPublic().getEncoded());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  Jobs issuedAt(Instant time) {
    return new Jobs(
        importId, audience, time, keyArn, keySpec, algorithm, wrappingKeySpec, wrappingKey);
  }

  Jobs keyArn(KeyArn arn) {
    return new Jobs(
        importId, audience, issuedAt, arn, keySpec, algorithm, wrappingKeySpec, wrappingKey);
  }

  Jobs keySpec(KeySpec spec) {
    return new Jobs(
        importId, audience, issuedAt, keyArn, spec, algorithm, wrappingKeySpec, wrappingKey);
  }

  Jobs algorithm(WrappingAlgorithm other) {
    return new Jobs(
        importId, audience, issuedAt, keyArn, keySpec, other, wrappingKeySpec, wrappingKey);
  }

  Jobs wrappingKey(WrappingKeySpec spec, WrappingPublicKey key) {
    return new Jobs(importId, audience, issuedAt, keyArn, keySpec, algorithm, spec, key);
  }

  WrapJob job() {
    return new WrapJob(
        importId,
        1,
        audience,
        issuedAt,
        issuedAt.plus(VALID),
        keyArn,
        keySpec,
        algorithm,
        wrappingKeySpec,
        wrappingKey);
  }
}
