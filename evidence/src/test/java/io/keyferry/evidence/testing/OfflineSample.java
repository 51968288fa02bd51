package io.keyferry.evidence.testing;

import io.keyferry.model.message.AuditHead;
import io.keyferry.model.message.HsmCeremony;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.message.OfflineRecord;
import io.keyferry.model.signed.SignedMessage;
import io.keyferry.model.testing.EcSigner;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.HsmKeyReport;
import io.keyferry.model.value.HsmKeyReport.Origin;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.KmsKeyId;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.Software;
import io.keyferry.model.value.TokenIdentity;
import io.keyferry.model.value.WrapMechanism;
import io.keyferry.model.value.Wrapping;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An offline record to verify, to show and to attack. */
public final class OfflineSample {

  /** The wrapped key that it describes. */
  public static final byte[] MATERIAL = "wrapped key".getBytes(StandardCharsets.UTF_8);

  public static final Instant ORDERED = Instant.parse("2026-11-23T09:30:00Z");

  public final EcSigner agent = EcSigner.create();

  /** As compact JWS. */
  public String signed() {
    return signed(ORDERED.plusSeconds(2));
  }

  public String signed(Instant statedAt) {
    return SignedMessage.sign(MessageType.OFFLINE_RECORD, record(statedAt), agent);
  }

  /** As {@code wrap} writes it. */
  public static String file(String compact) {
    return "{\"offlineRecord\":\"" + compact + "\"}\n";
  }

  private static OfflineRecord record(Instant statedAt) {
    return new OfflineRecord(
        new OfflineRecord.Files(
            Optional.of(new KmsKeyId("f44c4e20-f83c-48f4-adc6-a1ef38829760")),
            Sha256.of(new byte[] {1}),
            Optional.empty()),
        new Wrapping(
            KeySpec.SYMMETRIC_DEFAULT,
            WrappingAlgorithm.RSAES_OAEP_SHA_256,
            WrappingKeySpec.RSA_4096),
        new OfflineRecord.Times(ORDERED, statedAt),
        new OfflineRecord.Work(
            new Software("0.1.0", "0123456789ab"),
            new HsmCeremony(
                new TokenIdentity("partition", "1334054167318", "SafeNet", "K7", "7.8"),
                new HsmKeyReport(
                    new HsmKeyReport.KeyObject(
                        new CkaId("0a0b"),
                        "payments\u001b[31m",
                        Origin.GENERATED,
                        Map.of("CKA_SENSITIVE", true, "CKA_NEVER_EXTRACTABLE", false),
                        Optional.empty()),
                    new HsmKeyReport.Proof(Optional.empty(), Optional.empty(), Optional.empty())),
                new WrapMechanism("CKM_RSA_PKCS_OAEP", "hashAlg=CKM_SHA256"),
                Sha256.of(MATERIAL),
                List.of(),
                List.of("KMS's wrapping key")),
            new AuditHead(6, Sha256.of(new byte[] {2}), ORDERED.plusSeconds(1))));
  }
}
