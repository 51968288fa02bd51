package io.keyferry.model;

import io.keyferry.model.message.JobId;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.message.WrappedKey;
import io.keyferry.model.value.AgentName;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.ChallengeMac;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.HsmKeyReport;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeyCheckValue;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.KeyThumbprint;
import io.keyferry.model.value.TokenIdentity;
import io.keyferry.model.value.Wrapping;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import io.keyferry.model.value.WrappingPublicKey;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Well-formed messages to start from. */
public final class Samples {

  public static final ImportId IMPORT_ID = new ImportId("0b7c0a52-4f0e-4a3c-9d0e-5f7d3a1b2c4d");
  public static final AgentName AGENT_NAME = new AgentName("hsm-1");
  public static final KeyArn KEY_ARN =
      KeyArn.parse("arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab");
  public static final KeyThumbprint AGENT =
      new KeyThumbprint("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
  public static final Instant ISSUED = Instant.parse("2026-11-23T09:30:00Z");
  public static final WrappingPublicKey WRAPPING_KEY = wrappingKey(2048);

  private Samples() {}

  public static WrappingPublicKey wrappingKey(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return WrappingPublicKey.of(generator.generateKeyPair().getPublic().getEncoded());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  public static WrapJob job() {
    return job(1);
  }

  public static WrapJob job(int attempt) {
    return new WrapJob(
        new JobId(IMPORT_ID, attempt),
        new WrapJob.Validity(AGENT, ISSUED, ISSUED.plusSeconds(3600)),
        new WrapJob.KmsKey(KEY_ARN, WRAPPING_KEY),
        new Wrapping(
            KeySpec.SYMMETRIC_DEFAULT,
            WrappingAlgorithm.RSAES_OAEP_SHA_256,
            WrappingKeySpec.RSA_2048),
        WrapJob.HsmKey.OWN);
  }

  public static WrappedKey wrappedKey() {
    return new WrappedKey(
        Blob.of(new byte[256]),
        WrappingAlgorithm.RSAES_OAEP_SHA_256,
        new HsmKeyReport(
            new HsmKeyReport.KeyObject(
                CkaId.of(IMPORT_ID),
                "keyferry",
                HsmKeyReport.Origin.GENERATED,
                Map.of("CKA_SENSITIVE", true, "CKA_EXTRACTABLE", true),
                Optional.of("0f1e2d3c4b5a69788796a5b4")),
            new HsmKeyReport.Proof(
                Optional.of(new KeyCheckValue(KeyCheckValue.Method.AES_ECB, "a1b2c3")),
                Optional.of(Blob.of(new byte[91])),
                Optional.of(
                    new ChallengeMac(
                        Blob.of(new byte[ChallengeMac.CHALLENGE_BYTES]), Blob.of(new byte[48]))))),
        new TokenIdentity("label", "serial", "manufacturer", "model", "7.8"));
  }
}
