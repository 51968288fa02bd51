package io.keyferry.kmsemulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.operation.KmsOperations;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.Shape;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation that names a key or an alias, with every form of a name that it does not accept.
 */
class KeyIdentifiersTest {

  private static final String HOME = "eu-west-1";
  private static final String UNKNOWN = "134f2428-cec1-4b25-a1ae-9048164dba47";
  private static final String ARN = "arn:aws:kms:eu-west-1:111122223333:";
  private static final String BYTES = "AAAAAAAAAAA=";

  /** The operations that accept aliases as well (KMS API reference, kms:RequestAlias). */
  private static final Set<String> WITH_ALIASES =
      Set.of(
          "Decrypt",
          "DeriveSharedSecret",
          "DescribeKey",
          "Encrypt",
          "GenerateDataKey",
          "GenerateDataKeyPair",
          "GenerateDataKeyPairWithoutPlaintext",
          "GenerateDataKeyWithoutPlaintext",
          "GenerateMac",
          "GetPublicKey",
          "ReEncrypt",
          "Sign",
          "Verify",
          "VerifyMac");

  private static final Set<String> WITHOUT_KEY =
      Set.of(
          "CreateKey",
          "DeleteAlias",
          "DescribeCustomKeyStores",
          "GenerateRandom",
          "ListKeys",
          "ListRetirableGrants");

  /** An operation, its member that names a key, and the rest of a valid request. */
  private record Use(String operation, String member, String rest) {}

  private static final List<Use> USES =
      List.of(
          new Use("CancelKeyDeletion", "KeyId", "{}"),
          new Use("CreateAlias", "TargetKeyId", "{'AliasName':'alias/new'}"),
          new Use(
              "CreateGrant",
              "KeyId",
              "{'GranteePrincipal':'arn:aws:iam::111122223333:role/r','Operations':['Encrypt']}"),
          new Use("Decrypt", "KeyId", "{'CiphertextBlob':'CIPHERTEXT'}"),
          new Use("DeleteImportedKeyMaterial", "KeyId", "{}"),
          new Use(
              "DeriveSharedSecret",
              "KeyId",
              "{'KeyAgreementAlgorithm':'ECDH','PublicKey':'" + BYTES + "'}"),
          new Use("DescribeKey", "KeyId", "{}"),
          new Use("DisableKey", "KeyId", "{}"),
          new Use("DisableKeyRotation", "KeyId", "{}"),
          new Use("EnableKey", "KeyId", "{}"),
          new Use("EnableKeyRotation", "KeyId", "{}"),
          new Use("Encrypt", "KeyId", "{'Plaintext':'" + BYTES + "'}"),
          new Use("GenerateDataKey", "KeyId", "{'KeySpec':'AES_256'}"),
          new Use("GenerateDataKeyPair", "KeyId", "{'KeyPairSpec':'ECC_NIST_P256'}"),
          new Use(
              "GenerateDataKeyPairWithoutPlaintext", "KeyId", "{'KeyPairSpec':'ECC_NIST_P256'}"),
          new Use("GenerateDataKeyWithoutPlaintext", "KeyId", "{'KeySpec':'AES_256'}"),
          new Use(
              "GenerateMac", "KeyId", "{'Message':'" + BYTES + "','MacAlgorithm':'HMAC_SHA_256'}"),
          new Use("GetKeyLastUsage", "KeyId", "{}"),
          new Use("GetKeyPolicy", "KeyId", "{}"),
          new Use("GetKeyRotationStatus", "KeyId", "{}"),
          new Use(
              "GetParametersForImport",
              "KeyId",
              "{'WrappingAlgorithm':'RSAES_OAEP_SHA_256','WrappingKeySpec':'RSA_2048'}"),
          new Use("GetPublicKey", "KeyId", "{}"),
          new Use(
              "ImportKeyMaterial",
              "KeyId",
              "{'ImportToken':'%s','EncryptedKeyMaterial':'%s','ExpirationModel':'KEY_MATERIAL_DOES_NOT_EXPIRE'}"
                  .formatted(BYTES, BYTES)),
          new Use("ListAliases", "KeyId", "{}"),
          new Use("ListGrants", "KeyId", "{}"),
          new Use("ListKeyPolicies", "KeyId", "{}"),
          new Use("ListKeyRotations", "KeyId", "{}"),
          new Use("ListResourceTags", "KeyId", "{}"),
          new Use("PutKeyPolicy", "KeyId", "{'Policy':'{}'}"),
          new Use(
              "ReEncrypt",
              "SourceKeyId",
              "{'CiphertextBlob':'CIPHERTEXT','DestinationKeyId':'THE-KEY'}"),
          new Use("ReEncrypt", "DestinationKeyId", "{'CiphertextBlob':'CIPHERTEXT'}"),
          new Use("ReplicateKey", "KeyId", "{'ReplicaRegion':'eu-central-1'}"),
          new Use("RetireGrant", "KeyId", "{'GrantId':'g'}"),
          new Use("RevokeGrant", "KeyId", "{'GrantId':'g'}"),
          new Use("RotateKeyOnDemand", "KeyId", "{}"),
          new Use("ScheduleKeyDeletion", "KeyId", "{}"),
          new Use(
              "Sign",
              "KeyId",
              "{'Message':'%s','SigningAlgorithm':'ECDSA_SHA_256'}".formatted(BYTES)),
          new Use("TagResource", "KeyId", "{'Tags':[]}"),
          new Use("UntagResource", "KeyId", "{'TagKeys':['a']}"),
          new Use("UpdateAlias", "TargetKeyId", "{'AliasName':'alias/mine'}"),
          new Use("UpdateKeyDescription", "KeyId", "{'Description':''}"),
          new Use("UpdatePrimaryRegion", "KeyId", "{'PrimaryRegion':'eu-central-1'}"),
          new Use(
              "Verify",
              "KeyId",
              "{'Message':'%s','Signature':'%s','SigningAlgorithm':'ECDSA_SHA_256'}"
                  .formatted(BYTES, BYTES)),
          new Use(
              "VerifyMac",
              "KeyId",
              "{'Message':'%s','Mac':'%s','MacAlgorithm':'HMAC_SHA_256'}".formatted(BYTES, BYTES)));

  /** A name, and KMS's message about it. OP is the operation. */
  private static final List<List<String>> KEY_NAMES =
      List.of(
          List.of("fake-key-id", "NotFoundException: Invalid keyId 'fake-key-id'"),
          List.of("mrk-fake-key-id", "NotFoundException: Invalid keyId 'mrk-fake-key-id'"),
          List.of(
              "134f2428cec14b25a1ae9048164dba47",
              "NotFoundException: Invalid keyId '134f2428cec14b25a1ae9048164dba47'"),
          List.of(
              "134F2428-CEC1-4B25-A1AE-9048164DBA47",
              "NotFoundException: Invalid keyId '134F2428-CEC1-4B25-A1AE-9048164DBA47'"),
          List.of(" " + UNKNOWN, "NotFoundException: Invalid keyId ' " + UNKNOWN + "'"),
          List.of("key/" + UNKNOWN, "NotFoundException: Invalid keyId 'key/" + UNKNOWN + "'"),
          List.of("Alias/mine", "NotFoundException: Invalid keyId 'Alias/mine'"),
          List.of(
              UNKNOWN, "NotFoundException: Key '" + ARN + "key/" + UNKNOWN + "' does not exist"),
          List.of(
              "mrk-d3b95762d3b95762d3b95762d3b95762",
              "NotFoundException: Key '"
                  + ARN
                  + "key/mrk-d3b95762d3b95762d3b95762d3b95762' does not exist"),
          List.of(
              ARN + "key/" + UNKNOWN,
              "NotFoundException: Key '" + ARN + "key/" + UNKNOWN + "' does not exist"),
          List.of(ARN + "key/fake", "NotFoundException: Invalid keyId fake"),
          List.of(ARN + "key/alias/mine", "NotFoundException: Invalid keyId alias/mine"),
          List.of(
              "arn:aws:kms:us-east-1:111122223333:key/" + UNKNOWN,
              "NotFoundException: Invalid arn us-east-1"),
          List.of(
              "arn:aws-cn:kms:cn-north-1:111122223333:key/" + UNKNOWN,
              "NotFoundException: Invalid arn cn-north-1"),
          List.of(
              "arn:aws-us-gov:kms:eu-west-1:111122223333:key/" + UNKNOWN,
              "NotFoundException: Invalid arn eu-west-1"),
          List.of("arn:aws:kms:eu-west-1:444455556666:key/" + UNKNOWN, otherAccount()),
          List.of("arn:", "InvalidArnException: "),
          List.of("arn:aws:kms", "InvalidArnException: "),
          List.of("arn:aws:kms:eu-west-1:111122223333", "InvalidArnException: "),
          List.of("arn:aws:kms:eu-west-1:111122223333:key", "InvalidArnException: "),
          List.of("arn:aws:kms:eu-west-1:111122223333:key/", "InvalidArnException: "),
          List.of("arn:aws:kms:eu-west-1:111122223333:" + UNKNOWN, "InvalidArnException: "),
          List.of("arn:aws:kms:eu-west-1:1111:key/" + UNKNOWN, "InvalidArnException: "),
          List.of("arn:aws:kms:eu-west-1::key/" + UNKNOWN, "InvalidArnException: "),
          List.of("arn:aws:kms::111122223333:key/" + UNKNOWN, "InvalidArnException: "),
          List.of("arn::kms:eu-west-1:111122223333:key/" + UNKNOWN, "InvalidArnException: "),
          List.of("arn:aws:s3:::a-bucket", "InvalidArnException: "),
          List.of("arn:aws:iam::111122223333:role/a-role", "InvalidArnException: "));

  private static final List<List<String>> ALIAS_NAMES =
      List.of(
          List.of("alias/none", "NotFoundException: Alias " + ARN + "alias/none is not found."),
          List.of("alias/", "NotFoundException: Alias " + ARN + "alias/ is not found."),
          List.of("alias/a b", "NotFoundException: Alias " + ARN + "alias/a b is not found."),
          List.of("alias/aws/s3", "NotFoundException: Alias " + ARN + "alias/aws/s3 is not found."),
          List.of(
              ARN + "alias/none", "NotFoundException: Alias " + ARN + "alias/none is not found."),
          List.of(
              "arn:aws:kms:us-east-1:111122223333:alias/mine",
              "NotFoundException: Invalid arn us-east-1"),
          List.of("arn:aws:kms:eu-west-1:444455556666:alias/mine", otherAccount()));

  private final Emulated kms = new Emulated("111122223333", InstantSource.system(), HOME);
  private final String key = kms.newKey(HOME);

  @BeforeEach
  void giveTheKeyAnAlias() {
    kms.ok(
        HOME, "CreateAlias", Json.object().put("AliasName", "alias/mine").put("TargetKeyId", key));
  }

  static Stream<Arguments> namesOfNoKey() {
    return USES.stream()
        .flatMap(use ->
            Stream.concat(
                    KEY_NAMES.stream(),
                    WITH_ALIASES.contains(use.operation())
                        ? ALIAS_NAMES.stream()
                        : ALIAS_NAMES.stream()
                            .map(row ->
                                List.of(
                                    row.getFirst(),
                                    "InvalidArnException: Key Aliases are not supported for this"
                                        + " operation.")))
                .map(row ->
                    arguments(
                        use.operation(),
                        use.member(),
                        row.getFirst(),
                        row.getLast().replace("OP", use.operation()))));
  }

  @ParameterizedTest(name = "{0} {1}={2}")
  @MethodSource("namesOfNoKey")
  void aNameOfNoKeyIsRefused(String operation, String member, String name, String refusal) {
    assertThat(refusal(operation, member, name)).isEqualTo(refusal);
  }

  @Test
  void aNameBreaksTheServiceModelByItsLengthOnly() {
    for (Use use : USES) {
      String path = Shape.lowerFirst(use.member());
      assertThat(refusal(use.operation(), use.member(), ""))
          .isEqualTo(
              "ValidationException: 1 validation error detected: Value '' at '"
                  + path
                  + "' failed to satisfy constraint: Member must have length greater than or equal"
                  + " to 1");
      String tooLong = "x".repeat(2049);
      assertThat(refusal(use.operation(), use.member(), tooLong))
          .isEqualTo(
              "ValidationException: 1 validation error detected: Value '"
                  + tooLong
                  + "' at '"
                  + path
                  + "' failed to satisfy constraint: Member must have length less than or equal to"
                  + " 2048");
    }
  }

  @Test
  void everyNameOfItsOwnFindsTheKey() {
    for (Use use : USES) {
      List<String> names = new ArrayList<>(List.of(key, ARN + "key/" + key));
      if (WITH_ALIASES.contains(use.operation())) {
        names.addAll(List.of("alias/mine", ARN + "alias/mine"));
      }
      for (String name : names) {
        assertThat(refusal(use.operation(), use.member(), name))
            .as("%s %s=%s", use.operation(), use.member(), name)
            .doesNotStartWith("NotFoundException: Key")
            .doesNotStartWith("NotFoundException: Alias")
            .doesNotStartWith("NotFoundException: Invalid")
            .doesNotStartWith("InvalidArnException");
        if (use.operation().equals("ScheduleKeyDeletion")) {
          kms.ok(HOME, "CancelKeyDeletion", Json.object().put("KeyId", key));
          kms.ok(HOME, "EnableKey", Json.object().put("KeyId", key));
        }
      }
    }
  }

  @Test
  void everyOperationIsInTheTable() {
    Set<String> listed =
        USES.stream().map(Use::operation).collect(Collectors.toCollection(TreeSet::new));
    listed.addAll(WITHOUT_KEY);
    listed.addAll(KmsOperations.UNSUPPORTED);

    assertThat(new TreeSet<>(kms.operations(HOME).keySet())).isEqualTo(listed);
  }

  @Test
  void aNameThatNoAliasCanHaveIsRefused() {
    String noPrefix =
        "ValidationException: Alias must start with the prefix \"alias/\". Please see"
            + " https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html";
    Map<String, String> refusals =
        Map.of(
            "mine",
            noPrefix,
            "Alias/mine",
            noPrefix,
            ARN + "alias/mine",
            noPrefix,
            "alias/my:alias",
            "ValidationException: alias/my:alias contains invalid characters for an alias",
            "alias/my.alias",
            "ValidationException: 1 validation error detected: Value 'alias/my.alias' at"
                + " 'aliasName' failed to satisfy constraint: Member must satisfy regular"
                + " expression pattern: ^[a-zA-Z0-9:/_-]+$",
            "alias/aws/s3",
            "NotAuthorizedException: ",
            "alias/aws/",
            "NotAuthorizedException: ",
            "alias/aws/my:alias",
            "NotAuthorizedException: ");
    for (String operation : List.of("CreateAlias", "UpdateAlias", "DeleteAlias")) {
      refusals.forEach((name, refusal) ->
          assertThat(aliasRefusal(operation, name)).as(operation).isEqualTo(refusal));
    }
  }

  @Test
  void aliasNeedsANameAfterThePrefix() {
    assertThat(aliasRefusal("CreateAlias", "alias/")).isEqualTo("InvalidAliasNameException: ");
    assertThat(aliasRefusal("UpdateAlias", "alias/"))
        .isEqualTo("NotFoundException: Alias " + ARN + "alias/ is not found.");
    assertThat(aliasRefusal("DeleteAlias", "alias/"))
        .isEqualTo("NotFoundException: Alias " + ARN + "alias/ is not found.");
  }

  @Test
  void anAliasHasUpTo256Characters() {
    String longest = "alias/" + "x".repeat(250);

    assertThat(aliasRefusal("CreateAlias", longest)).isEqualTo("ok");
    assertThat(aliasRefusal("CreateAlias", longest + "x"))
        .startsWith("ValidationException: 1 validation error detected: Value 'alias/xxx")
        .endsWith("Member must have length less than or equal to 256");
  }

  private String aliasRefusal(String operation, String name) {
    ObjectNode request = Json.object().put("AliasName", name);
    if (!operation.equals("DeleteAlias")) {
      request.put("TargetKeyId", key);
    }
    return kms.refusal(HOME, operation, request);
  }

  private String refusal(String operation, String member, String name) {
    Use use =
        USES.stream()
            .filter(one -> one.operation().equals(operation) && one.member().equals(member))
            .findFirst()
            .orElseThrow();
    String rest = use.rest().replace('\'', '"').replace("THE-KEY", key);
    if (rest.contains("CIPHERTEXT")) {
      rest = rest.replace("CIPHERTEXT", kms.encrypted(HOME, key));
    }
    return kms.refusal(HOME, operation, Json.objectIn(rest).put(member, name));
  }

  private static String otherAccount() {
    return "AccessDeniedException: User: arn:aws:iam::111122223333:root is not authorized to"
        + " perform: kms:OP on this resource because the resource does not exist in this Region,"
        + " no resource-based policies allow access, or a resource-based policy explicitly denies"
        + " access";
  }
}
