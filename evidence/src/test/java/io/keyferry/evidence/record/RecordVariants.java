package io.keyferry.evidence.record;

import io.keyferry.evidence.testing.RecordSample;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.CkaId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Signed records that are shown differently from an ordinary import. */
public final class RecordVariants {

  static final String OTHER_IMPORT = "0a0b0c0d-51d7-4e6a-9d7e-0c5b1f2a3e44";

  private RecordVariants() {}

  /** Refused by the agent, the first of its chain, of a direct invocation. */
  public static String refused(RecordSample sample) {
    return sample.refused(
        "\"number\":3",
        "\"number\":1",
        RecordSample.sha256("the record before").hex(),
        "0".repeat(64),
        "\"way\":\"HTTP_API\",\"principal\":\"arn:aws:iam::123456789012:role/key-custodian\"",
        "\"way\":\"DIRECT_INVOCATION\"");
  }

  /** Neither KMS nor the agent ever answered. */
  public static String unanswered(RecordSample sample) {
    return sample.failed(
        FailureCode.KMS_KEY_REFUSED, Optional.empty(), withoutKms(content(sample.imported())));
  }

  /** A statement in a record without data from KMS to compare. */
  static String withoutKms(RecordSample sample) {
    return sample.failed(
        FailureCode.KMS_KEY_REFUSED,
        Optional.of(sample.statement()),
        withoutKms(content(sample.imported())));
  }

  /** The same key again, found in a token that returns little about it. */
  public static String verification(RecordSample sample) {
    return sample.record(
        Optional.of(found(sample)),
        "\"requestedAt\"",
        "\"verifies\":\"" + OTHER_IMPORT + "\",\"requestedAt\"",
        ",\"policy\":\"" + RecordSample.sha256("key policy") + "\"",
        "");
  }

  /** A verification that did not succeed. */
  public static String failedVerification(RecordSample sample) {
    return sample.failed(
        FailureCode.MATERIAL_REFUSED,
        Optional.of(found(sample)),
        "\"requestedAt\"",
        "\"verifies\":\"" + OTHER_IMPORT + "\",\"requestedAt\"");
  }

  /** A key pair of the HSM that was named by its label, and KMS's public key to compare. */
  public static String pair(RecordSample sample) {
    Blob publicKey = Blob.of("public key".getBytes(StandardCharsets.US_ASCII));
    return existing(
        sample,
        "RSA_2048",
        "label:keyferry " + RecordSample.IMPORT,
        "\"publicKey\":\"" + publicKey.base64() + "\"",
        "\"publicKey\":\"" + publicKey.sha256() + "\"");
  }

  /** An HMAC key of the HSM that was named by its id, and KMS's MAC to compare. */
  public static String hmac(RecordSample sample) {
    String mac = Blob.of("MAC".getBytes(StandardCharsets.US_ASCII)).base64();
    return existing(
        sample,
        "HMAC_256",
        CkaId.of(RecordSample.IMPORT).hex(),
        "\"mac\":{\"challenge\":\"Y2hhbGxlbmdl\",\"mac\":\"" + mac + "\"}",
        "\"mac\":\"" + mac + "\"");
  }

  /** An import of a key that was in the HSM, as both halves describe it. */
  private static String existing(
      RecordSample sample, String keySpec, String name, String inHsm, String inKms) {
    String[] spec = {"\"keySpec\":\"SYMMETRIC_DEFAULT\"", "\"keySpec\":\"" + keySpec + "\""};
    String statement =
        sample.statement(
            spec[0],
            spec[1],
            "\"origin\":\"GENERATED\"",
            "\"origin\":\"FOUND\"",
            "\"ouid\"",
            inHsm + ",\"ouid\"");
    return sample.record(
        Optional.of(statement),
        spec[0],
        spec[1],
        "\"requestedAt\"",
        "\"existingKey\":\"" + name + "\",\"requestedAt\"",
        ",\"keyMaterialId\":\"" + RecordSample.sha256("material") + "\"",
        ",\"proof\":{" + inKms + "}");
  }

  private static String found(RecordSample sample) {
    String json = content(sample.statement());
    return sample.statement(
        "\"origin\":\"GENERATED\"",
        "\"origin\":\"FOUND\"",
        between("\"attributes\":", ",\"ouid\"", json),
        "{}",
        "\"method\":\"AES_CMAC\",\"value\":\"fa5489fb45\"",
        "\"method\":\"AES_ECB\",\"value\":\"fa5489\"",
        ",\"ouid\":\"5a0400002200000f2a0b0800\"",
        "",
        "\"attributesChanged\":[]",
        "\"attributesChanged\":[\"CKA_EXTRACTABLE true\",\"CKA_EXTRACTABLE false\"]",
        between("\"objectsDestroyed\":", "}", json),
        "[]");
  }

  private static String[] withoutKms(String json) {
    return new String[] {
      "\"kmsKey\":" + between("\"kmsKey\":", "\"requestIds\"", json),
      "",
      between("\"requestIds\":", ",\"parameters\"", json),
      "{}",
      "\"parameters\":" + between("\"parameters\":", "\"encryptedKeyMaterial\"", json),
      ""
    };
  }

  private static String between(String before, String after, String json) {
    int start = json.indexOf(before) + before.length();
    return json.substring(start, json.indexOf(after, start));
  }

  private static String content(String compact) {
    return new String(
        Base64.getUrlDecoder().decode(compact.split("\\.", -1)[1]), StandardCharsets.UTF_8);
  }
}
