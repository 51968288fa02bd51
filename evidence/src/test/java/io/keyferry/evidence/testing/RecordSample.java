package io.keyferry.evidence.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.model.json.JsonCodec;
import io.keyferry.model.message.AuditHead;
import io.keyferry.model.message.CeremonyRecord;
import io.keyferry.model.message.CeremonyStatement;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.HsmCeremony;
import io.keyferry.model.message.ImportParameterFacts;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.message.JobId;
import io.keyferry.model.message.KmsKeyFacts;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.signed.SignedMessage;
import io.keyferry.model.testing.EcSigner;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.HsmKeyReport;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeyCheckValue;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.Requester;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.Software;
import io.keyferry.model.value.TokenIdentity;
import io.keyferry.model.value.WrapMechanism;
import io.keyferry.model.value.Wrapping;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Ceremony records of a cloud and an agent in memory. What an attacker or a fault would write is
 * made by replacing text in the JSON before it is signed, given as pairs of old and new text.
 */
public final class RecordSample {

  public static final ImportId IMPORT = new ImportId("4c8a9388-51d7-4e6a-9d7e-0c5b1f2a3e44");
  public static final KeyArn ARN =
      KeyArn.parse("arn:aws:kms:eu-west-1:123456789012:key/77ba614f-9f0e-4f5b-8a1c-2f6f0f3c9d10");
  public static final Sha256 WRAPPED = sha256("wrapped key");
  public static final Sha256 WRAPPING_KEY = sha256("wrapping key");
  public static final String REFUSAL =
      "\"refused\":{\"code\":\"POLICY\",\"reason\":\"expected an account of the policy\"}";

  private static final Instant REQUESTED = Instant.parse("2026-11-23T09:30:00Z");
  private static final Software CLOUD =
      new Software("0.1.0", "9f1c2d3e4b5a69788796a5b4c3d2e1f001234567");
  private static final Software AGENT =
      new Software("0.1.0", "09fd04a1c2d3e4b5a69788796a5b4c3d2e1f0012");

  public final EcSigner cloud = EcSigner.create();
  public final EcSigner agent = EcSigner.create();

  public static Sha256 sha256(String of) {
    return Sha256.of(of.getBytes(StandardCharsets.UTF_8));
  }

  /** A signed record of IMPORTED. */
  public String imported(String... replaced) {
    return record(Optional.of(statement()), replaced);
  }

  /** A signed record of an import that the agent refused. */
  public String refused(String... replaced) {
    return failed(FailureCode.POLICY, Optional.of(refusal()), replaced);
  }

  /** A signed record of a failure, for which nothing was sent to KMS. */
  public String failed(FailureCode code, Optional<String> statement, String... replaced) {
    String[] failed = {
      "\"state\":\"IMPORTED\"",
      "\"state\":\"FAILED\"",
      ",\"encryptedKeyMaterial\":\"" + WRAPPED + "\"",
      "",
      ",\"keyMaterialId\":\"" + sha256("material") + "\"",
      "",
      "\"expiration\":\"never\"",
      "\"expiration\":\"never\",\"code\":\"%s\",\"reason\":\"expected an account of the policy\""
          .formatted(code)
    };
    return record(statement, joined(failed, replaced));
  }

  /** A signed record. */
  public String record(Optional<String> statement, String... replaced) {
    CeremonyRecord record = edited(CeremonyRecord.class, record(statement), replaced);
    return SignedMessage.sign(MessageType.CEREMONY_RECORD, record, cloud);
  }

  /** The signed statement about a wrapped key. */
  public String statement(String... replaced) {
    return SignedMessage.sign(
        MessageType.CEREMONY_STATEMENT, edited(CeremonyStatement.class, stated(), replaced), agent);
  }

  /** The signed statement about a refused job. */
  public String refusal(String... replaced) {
    String json = json(stated());
    String wrapped = json.substring(json.indexOf("\"wrapped\""), json.indexOf(",\"auditHead\""));
    return statement(joined(new String[] {wrapped, REFUSAL}, replaced));
  }

  /** The answer of {@code ReadImports}. */
  public static String answer(String compact, String state) {
    return """
    {"operationId":"%s","kind":"newKey","keyArn":"%s","state":"%s","history":[{"step":"IMPORTED"}],"attempt":1,"ceremonyRecord":"%s"}
    """
        .formatted(IMPORT, ARN, state, compact);
  }

  private static <T> T edited(Class<T> type, T value, String... replaced) {
    String json = json(value);
    for (int i = 0; i < replaced.length; i += 2) {
      assertThat(json).contains(replaced[i]);
      json = json.replace(replaced[i], replaced[i + 1]);
    }
    return JsonCodec.read(type, json.getBytes(StandardCharsets.UTF_8));
  }

  private static String json(Object value) {
    return new String(JsonCodec.write(value), StandardCharsets.UTF_8);
  }

  private static String[] joined(String[] first, String[] then) {
    String[] all = Arrays.copyOf(first, first.length + then.length);
    System.arraycopy(then, 0, all, first.length, then.length);
    return all;
  }

  private static CeremonyRecord record(Optional<String> statement) {
    return new CeremonyRecord(
        new CeremonyRecord.Place(IMPORT, 3, sha256("the record before")),
        new CeremonyRecord.Order(
            Optional.empty(),
            Optional.empty(),
            REQUESTED,
            new Requester(
                Requester.Way.HTTP_API,
                Optional.of("arn:aws:iam::123456789012:role/key-custodian"),
                "a0c1b2d3-0001-4e5f-8a9b-1c2d3e4f5a6b"),
            Expiration.NEVER),
        new CeremonyRecord.Kms(
            Optional.of(
                new KmsKeyFacts(
                    ARN,
                    ARN.account(),
                    ARN.region(),
                    "EXTERNAL",
                    KeySpec.SYMMETRIC_DEFAULT.name(),
                    "Enabled",
                    Optional.of(sha256("key policy")))),
            Map.of(
                "kms:CreateKey", "11111111-0002-4e5f-8a9b-1c2d3e4f5a6b",
                "kms:GetParametersForImport", "22222222-0003-4e5f-8a9b-1c2d3e4f5a6b",
                "kms:ImportKeyMaterial", "33333333-0004-4e5f-8a9b-1c2d3e4f5a6b",
                "kms:DescribeKey", "44444444-0005-4e5f-8a9b-1c2d3e4f5a6b",
                "kms:GetKeyPolicy", "55555555-0006-4e5f-8a9b-1c2d3e4f5a6b"),
            Optional.of(
                new ImportParameterFacts(
                    WRAPPING_KEY,
                    sha256("import token"),
                    REQUESTED.plusSeconds(1),
                    REQUESTED.plusSeconds(86_401),
                    WrappingAlgorithm.RSAES_OAEP_SHA_256,
                    WrappingKeySpec.RSA_4096)),
            Optional.of(WRAPPED),
            Optional.of(sha256("material").hex()),
            Optional.empty()),
        new CeremonyRecord.Halves(CLOUD, 1, statement),
        new CeremonyRecord.End(
            REQUESTED.plusSeconds(5), ImportState.IMPORTED, Optional.empty(), Optional.empty()));
  }

  private CeremonyStatement stated() {
    return new CeremonyStatement(
        new JobId(IMPORT, 1),
        new CeremonyStatement.Order(
            sha256("job"), cloud.verificationKey().thumbprint(), ARN, WRAPPING_KEY),
        new Wrapping(
            KeySpec.SYMMETRIC_DEFAULT,
            WrappingAlgorithm.RSAES_OAEP_SHA_256,
            WrappingKeySpec.RSA_4096),
        new CeremonyStatement.Witness(
            AGENT, sha256("policy"), REQUESTED.plusSeconds(2), REQUESTED.plusSeconds(3)),
        new CeremonyStatement.Work(
            Optional.of(ceremony()),
            Optional.<Failure>empty(),
            new AuditHead(42, sha256("audit line"), REQUESTED.plusSeconds(3))));
  }

  private static HsmCeremony ceremony() {
    return new HsmCeremony(
        new TokenIdentity("payments-prod", "1334054167318", "SafeNet", "LunaSA 7.8.4", "7.8"),
        new HsmKeyReport(
            new HsmKeyReport.KeyObject(
                CkaId.of(IMPORT),
                "keyferry " + IMPORT,
                HsmKeyReport.Origin.GENERATED,
                attributes(),
                Optional.of("5a0400002200000f2a0b0800")),
            new HsmKeyReport.Proof(
                Optional.of(new KeyCheckValue(KeyCheckValue.Method.AES_CMAC, "fa5489fb45")),
                Optional.empty(),
                Optional.empty())),
        new WrapMechanism(
            "CKM_RSA_PKCS_OAEP",
            "hashAlg=CKM_SHA256, mgf=CKG_MGF1_SHA256, source=CKZ_DATA_SPECIFIED, empty"),
        WRAPPED,
        List.of(),
        List.of("KMS's wrapping key, RSA 4096 bits, SHA-256 " + WRAPPING_KEY));
  }

  private static Map<String, Boolean> attributes() {
    return List.of(
            "DECRYPT",
            "DERIVE",
            "ENCRYPT",
            "EXTRACTABLE",
            "LOCAL",
            "MODIFIABLE",
            "PRIVATE",
            "SENSITIVE",
            "SIGN",
            "TOKEN",
            "UNWRAP",
            "VERIFY",
            "WRAP",
            "NEVER_EXTRACTABLE")
        .stream()
        .collect(Collectors.toMap(name -> "CKA_" + name, name -> !name.startsWith("NEVER")));
  }
}
