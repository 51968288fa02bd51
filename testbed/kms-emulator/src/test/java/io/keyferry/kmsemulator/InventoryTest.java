package io.keyferry.kmsemulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.crypto.ImportedKeyPair;
import io.keyferry.kmsemulator.crypto.KeyBytes;
import io.keyferry.kmsemulator.operation.KmsOperations;
import io.keyferry.kmsemulator.protocol.Json;
import java.lang.reflect.Method;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsRequest;

/** Requests of inventory and infrastructure tools beyond the import of keys. */
class InventoryTest {

  private static final String HOME = "eu-west-1";
  private static final String REMOTE = "eu-central-1";
  private static final String ARN = "arn:aws:kms:eu-west-1:111122223333:key/";

  private final MovableClock clock = new MovableClock(Scenario.START);
  private final Emulated kms = new Emulated("111122223333", clock, HOME, REMOTE);

  // --- all operations ---

  @Test
  void everyOperationOfKmsIsSupportedOrRefusedAsUnsupported() {
    Set<String> ofTheSdk =
        Arrays.stream(KmsClient.class.getMethods())
            .map(Method::getParameterTypes)
            .filter(types -> types.length == 1 && KmsRequest.class.isAssignableFrom(types[0]))
            .map(types -> types[0].getSimpleName().replaceFirst("Request$", ""))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(kms.operations(HOME).keySet()).containsAll(ofTheSdk);
    assertThat(kms.operations(HOME)).doesNotContainKey("MakeCoffee");
  }

  @Test
  void unsupportedOperationSaysSo() {
    for (String operation : KmsOperations.UNSUPPORTED) {
      assertThat(kms.refusal(HOME, operation, Json.object()))
          .isEqualTo(
              "UnsupportedOperationException: AWS KMS has "
                  + operation
                  + ", but the KMS emulator does not support it: its README lists what it"
                  + " supports.");
    }
  }

  // --- UpdateKeyDescription ---

  @Test
  void aDescriptionIsChanged() {
    String key =
        kms.ok(HOME, "CreateKey", Json.object().put("Description", "old").put("Origin", "EXTERNAL"))
            .at("/KeyMetadata/KeyId")
            .asText();

    ObjectNode answer = kms.ok(HOME, "UpdateKeyDescription", named(key).put("Description", "new"));

    assertThat(answer).isEmpty();
    assertThat(described(HOME, key).path("Description").asText()).isEqualTo("new");
    kms.ok(HOME, "UpdateKeyDescription", named(key).put("Description", ""));
    assertThat(described(HOME, key).path("Description").asText()).isEmpty();
  }

  @Test
  void aDescriptionIsOfOneRegion() {
    String key = multiRegionKey();
    kms.ok(HOME, "UpdateKeyDescription", named(key).put("Description", "here"));

    assertThat(described(REMOTE, key).path("Description").asText()).isEmpty();
  }

  @Test
  void aDescriptionIsNotChangedInEveryRequestAndState() {
    String key = kms.newKey(HOME);

    assertThat(kms.refusal(HOME, "UpdateKeyDescription", named(key)))
        .isEqualTo(
            "ValidationException: 1 validation error detected: Value null at 'description' failed to"
                + " satisfy constraint: Member must not be null");
    assertThat(
            kms.refusal(
                HOME, "UpdateKeyDescription", named(key).put("Description", "x".repeat(8193))))
        .endsWith("Member must have length less than or equal to 8192");
    kms.ok(HOME, "DisableKey", named(key));
    kms.ok(HOME, "UpdateKeyDescription", named(key).put("Description", "disabled"));
    kms.ok(HOME, "ScheduleKeyDeletion", named(key));
    assertThat(kms.refusal(HOME, "UpdateKeyDescription", named(key).put("Description", "late")))
        .isEqualTo("KMSInvalidStateException: " + ARN + key + " is pending deletion.");
  }

  // --- ListKeyPolicies, DescribeCustomKeyStores, GenerateRandom ---

  @Test
  void aKeyHasOnePolicy() {
    ObjectNode answer = kms.ok(HOME, "ListKeyPolicies", named(kms.newKey(HOME)));

    assertThat(answer).hasToString("{\"Truncated\":false,\"PolicyNames\":[\"default\"]}");
  }

  @Test
  void thereAreNoCustomKeyStores() {
    assertThat(kms.ok(HOME, "DescribeCustomKeyStores", Json.object()))
        .hasToString("{\"Truncated\":false,\"CustomKeyStores\":[]}");
    for (String member : List.of("CustomKeyStoreId", "CustomKeyStoreName")) {
      assertThat(kms.refusal(HOME, "DescribeCustomKeyStores", Json.object().put(member, "cks-1")))
          .isEqualTo("CustomKeyStoreNotFoundException: ");
    }
  }

  @Test
  void returnsAsManyRandomBytesAsRequested() {
    for (int number : new int[] {1, 12, 1024}) {
      ObjectNode answer =
          kms.ok(HOME, "GenerateRandom", Json.object().put("NumberOfBytes", number));
      assertThat(blob(answer, "Plaintext")).hasSize(number);
    }
    assertThat(random(32)).isNotEqualTo(random(32));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|ValidationException: NumberOfBytes is required.",
        "{\"NumberOfBytes\":0}|ValidationException: 1 validation error detected: Value '0' at"
            + " 'numberOfBytes' failed to satisfy constraint: Member must have value greater than or"
            + " equal to 1",
        "{\"NumberOfBytes\":1025}|ValidationException: 1 validation error detected: Value '1025' at"
            + " 'numberOfBytes' failed to satisfy constraint: Member must have value less than or"
            + " equal to 1024",
      })
  void theNumberOfRandomBytesIsRequired(String request, String refusal) {
    assertThat(kms.refusal(HOME, "GenerateRandom", Json.objectIn(request))).isEqualTo(refusal);
  }

  @Test
  void anAnswerForAnEnclaveIsRefused() {
    ObjectNode request = Json.object().put("NumberOfBytes", 1);
    request.putObject("Recipient");

    assertThat(kms.refusal(HOME, "GenerateRandom", request))
        .startsWith(
            "UnsupportedOperationException: The KMS emulator does not support Nitro enclaves");
  }

  // --- GenerateDataKeyPair ---

  @ParameterizedTest
  @CsvSource({
    "RSA_2048,RSA",
    "RSA_3072,RSA",
    "ECC_NIST_P256,EC",
    "ECC_NIST_P384,EC",
    "ECC_NIST_P521,EC",
    "ECC_NIST_EDWARDS25519,Ed25519",
  })
  void dataKeyPairMatchesAndItsPrivateKeyCanBeDecrypted(String spec, String algorithm)
      throws Exception {
    String key = kms.newKey(HOME);
    ObjectNode pair = kms.ok(HOME, "GenerateDataKeyPair", named(key).put("KeyPairSpec", spec));

    byte[] pkcs8 = blob(pair, "PrivateKeyPlaintext");
    PrivateKey privateKey =
        KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    assertThat(privateKey).isNotNull();
    assertThat(ImportedKeyPair.publicKey(new KeyBytes(pkcs8))).isEqualTo(blob(pair, "PublicKey"));
    ObjectNode decrypted =
        kms.ok(
            HOME,
            "Decrypt",
            Json.object().put("CiphertextBlob", pair.path("PrivateKeyCiphertextBlob").asText()));
    assertThat(blob(decrypted, "Plaintext")).isEqualTo(pkcs8);
    assertThat(pair.path("KeyPairSpec").asText()).isEqualTo(spec);
    assertThat(pair.path("KeyId").asText()).isEqualTo(ARN + key);
    assertThat(pair.path("KeyMaterialId")).isEqualTo(decrypted.path("KeyMaterialId"));
  }

  @Test
  void aDataKeyPairWithoutPlaintextHasNone() {
    ObjectNode pair =
        kms.ok(
            HOME,
            "GenerateDataKeyPairWithoutPlaintext",
            named(kms.newKey(HOME)).put("KeyPairSpec", "ECC_SECG_P256K1"));

    assertThat(pair.has("PrivateKeyPlaintext")).isFalse();
    assertThat(blob(pair, "PublicKey")).hasSize(88);
  }

  @Test
  void aDataKeyPairNeedsASymmetricKey() {
    String signing =
        kms.ok(
                HOME,
                "CreateKey",
                Json.object().put("KeySpec", "ECC_NIST_P256").put("KeyUsage", "SIGN_VERIFY"))
            .at("/KeyMetadata/KeyId")
            .asText();
    ObjectNode request = named(signing).put("KeyPairSpec", "RSA_2048");

    assertThat(kms.refusal(HOME, "GenerateDataKeyPair", request))
        .isEqualTo(
            "InvalidKeyUsageException: "
                + ARN
                + signing
                + " key usage is SIGN_VERIFY which is not valid for GenerateDataKeyPair.");
    assertThat(
            kms.refusal(
                HOME, "GenerateDataKeyPair", named(kms.newKey(HOME)).put("KeyPairSpec", "SM2")))
        .isEqualTo(
            "UnsupportedOperationException: The KMS emulator does not support key pairs of SM2.");
  }

  // --- GetKeyLastUsage ---

  @Test
  void unusedKeyReportsSinceWhenUsageIsTracked() {
    String key = kms.newKey(HOME);

    ObjectNode usage = kms.ok(HOME, "GetKeyLastUsage", named(key));

    assertThat(usage.path("KeyId").asText()).isEqualTo(ARN + key);
    assertThat(usage.path("KeyLastUsage")).isEmpty();
    assertThat(usage.path("KeyCreationDate")).isEqualTo(Json.timestamp(Scenario.START));
    assertThat(usage.path("TrackingStartDate")).isEqualTo(Json.timestamp(Scenario.START));
  }

  @Test
  void theLastUseOfAKeyIsTheLastThatSucceeded() {
    String key = kms.newKey(HOME);
    String other = kms.newKey(HOME);
    clock.advance(Duration.ofMinutes(1));
    String ciphertext = kms.encrypted(HOME, key);
    assertUsage(key, "Encrypt");

    clock.advance(Duration.ofMinutes(1));
    kms.ok(
        HOME,
        "ReEncrypt",
        Json.object().put("CiphertextBlob", ciphertext).put("DestinationKeyId", other));
    assertUsage(key, "ReEncrypt");
    assertUsage(other, "ReEncrypt");

    clock.advance(Duration.ofMinutes(1));
    kms.refusal(HOME, "Decrypt", Json.object().put("CiphertextBlob", "AAAA"));
    kms.refusal(
        HOME, "Decrypt", Json.object().put("CiphertextBlob", ciphertext).put("DryRun", true));
    kms.ok(HOME, "DescribeKey", named(key));
    assertThat(usage(key).path("Timestamp"))
        .isEqualTo(Json.timestamp(clock.instant().minus(Duration.ofMinutes(1))));
  }

  @Test
  void replicaHasItsOwnLastUse() {
    String key = multiRegionKey();
    kms.encrypted(HOME, key);

    assertThat(kms.ok(REMOTE, "GetKeyLastUsage", named(key)).path("KeyLastUsage")).isEmpty();
  }

  private void assertUsage(String key, String operation) {
    JsonNode usage = usage(key);
    assertThat(usage.path("Operation").asText()).isEqualTo(operation);
    assertThat(usage.path("Timestamp")).isEqualTo(Json.timestamp(clock.instant()));
    assertThat(usage.path("CloudTrailEventId").asText()).hasSize(36);
  }

  private JsonNode usage(String key) {
    return kms.ok(HOME, "GetKeyLastUsage", named(key)).path("KeyLastUsage");
  }

  // --- UpdatePrimaryRegion (recorded: [ST] multi_region) ---

  @Test
  void aReplicaBecomesThePrimary() {
    String key = multiRegionKey();
    String ciphertext = kms.encrypted(HOME, key);

    assertThat(kms.ok(HOME, "UpdatePrimaryRegion", to(key, REMOTE))).isEmpty();

    for (String region : List.of(HOME, REMOTE)) {
      JsonNode metadata = described(region, key);
      assertThat(metadata.path("KeyState").asText()).isEqualTo("Updating");
      assertThat(metadata.path("Enabled").asBoolean()).isFalse();
      assertThat(metadata.at("/MultiRegionConfiguration/PrimaryKey/Region").asText())
          .isEqualTo(REMOTE);
      assertThat(metadata.at("/MultiRegionConfiguration/MultiRegionKeyType").asText())
          .isEqualTo(region.equals(REMOTE) ? "PRIMARY" : "REPLICA");
      // The key remains usable meanwhile, but cannot be managed.
      kms.ok(region, "Decrypt", Json.object().put("CiphertextBlob", ciphertext));
      assertThat(kms.refusal(region, "DisableKey", named(key))).endsWith("is updating.");
      assertThat(kms.refusal(region, "ScheduleKeyDeletion", named(key))).endsWith("is updating.");
    }
    clock.advance(Duration.ofSeconds(2));
    assertThat(described(HOME, key).path("KeyState").asText()).isEqualTo("Enabled");
    assertThat(kms.refusal(HOME, "UpdatePrimaryRegion", to(key, REMOTE)))
        .isEqualTo(
            "KMSInvalidStateException: " + ARN + key + " is not a multi-Region primary key.");
    kms.ok(REMOTE, "RotateKeyOnDemand", named(key));
  }

  @Test
  void thePrimaryStaysWhereItIs() {
    String key = multiRegionKey();

    kms.ok(HOME, "UpdatePrimaryRegion", to(key, HOME));

    assertThat(described(HOME, key).path("KeyState").asText()).isEqualTo("Enabled");
  }

  @Test
  void aPrimaryGoesOnlyToAnEnabledReplica() {
    String key = multiRegionKey();
    String there = "arn:aws:kms:eu-central-1:111122223333:key/" + key;

    assertThat(kms.refusal(HOME, "UpdatePrimaryRegion", to(key, "eu-north-1")))
        .isEqualTo(
            "ValidationException: "
                + key
                + " does not have a replica key in the specified Region.");
    kms.ok(REMOTE, "DisableKey", named(key));
    assertThat(kms.refusal(HOME, "UpdatePrimaryRegion", to(key, REMOTE)))
        .isEqualTo("DisabledException: " + there + " is disabled.");
    kms.ok(REMOTE, "ScheduleKeyDeletion", named(key));
    assertThat(kms.refusal(HOME, "UpdatePrimaryRegion", to(key, REMOTE)))
        .isEqualTo("KMSInvalidStateException: " + there + " is pending deletion.");
    kms.ok(REMOTE, "CancelKeyDeletion", named(key));
    kms.ok(REMOTE, "EnableKey", named(key));
    kms.ok(HOME, "DisableKey", named(key));
    assertThat(kms.refusal(HOME, "UpdatePrimaryRegion", to(key, REMOTE)))
        .isEqualTo("DisabledException: " + ARN + key + " is disabled.");
    String single = kms.newKey(HOME);
    assertThat(kms.refusal(HOME, "UpdatePrimaryRegion", to(single, REMOTE)))
        .endsWith(single + " is not a multi-Region primary key.");
  }

  private static ObjectNode to(String key, String region) {
    return named(key).put("PrimaryRegion", region);
  }

  // --- grants (recorded: [ST] grants) ---

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:iam::111122223333:role/path/r",
        "arn:aws:sts::111122223333:assumed-role/r/session",
        "arn:aws:sts::111122223333:federated-user/f"
      })
  void aGrantIsListed(String principal) {
    String key = kms.newKey(HOME);
    ObjectNode made =
        kms.ok(
            HOME,
            "CreateGrant",
            grant(key, principal, "Decrypt", "RetireGrant")
                .put("RetiringPrincipal", principal)
                .put("Name", "session"));

    String expected =
        ("{'Grants':[{'KeyId':'%s','GrantId':'%s','Name':'session','CreationDate':1789209105.000,"
                + "'GranteePrincipal':'%s','RetiringPrincipal':'%s',"
                + "'IssuingAccount':'arn:aws:iam::111122223333:root',"
                + "'Operations':['Decrypt','RetireGrant']}],'Truncated':false}")
            .formatted(ARN + key, made.path("GrantId").asText(), principal, principal)
            .replace('\'', '"');
    assertThat(made.path("GrantId").asText()).matches("[0-9a-f]{64}");
    assertThat(parsed(kms.ok(HOME, "ListGrants", named(key)))).isEqualTo(Json.objectIn(expected));
    assertThat(
            parsed(
                kms.ok(
                    HOME,
                    "ListRetirableGrants",
                    Json.object().put("RetiringPrincipal", principal))))
        .isEqualTo(Json.objectIn(expected));
  }

  @Test
  void aNamedGrantIsMadeOnce() {
    String key = kms.newKey(HOME);
    String role = "arn:aws:iam::111122223333:role/r";
    ObjectNode named = grant(key, role, "Decrypt").put("Name", "n");
    String first = kms.ok(HOME, "CreateGrant", named).path("GrantId").asText();

    assertThat(kms.ok(HOME, "CreateGrant", named).path("GrantId").asText()).isEqualTo(first);
    assertThat(
            kms.ok(HOME, "CreateGrant", grant(key, role, "Encrypt").put("Name", "n"))
                .path("GrantId")
                .asText())
        .isNotEqualTo(first);
    kms.ok(HOME, "CreateGrant", grant(key, role, "Decrypt"));
    kms.ok(HOME, "CreateGrant", grant(key, role, "Decrypt"));
    assertThat(kms.ok(HOME, "ListGrants", named(key)).path("Grants")).hasSize(4);
    ObjectNode page = kms.ok(HOME, "ListGrants", named(key).put("Limit", 3));
    assertThat(page.path("Truncated").asBoolean()).isTrue();
    assertThat(
            kms.ok(HOME, "ListGrants", named(key).put("Marker", page.path("NextMarker").asText()))
                .path("Grants"))
        .hasSize(1);
  }

  @Test
  void aGrantNamesSomebodyWhoExists() {
    String key = kms.newKey(HOME);

    assertThat(
            kms.refusal(
                HOME,
                "CreateGrant",
                grant(key, "arn:aws:sts::111122223333:assumed-role/p/r/s", "Decrypt")))
        .isEqualTo(
            "InvalidArnException: ARN is not valid:"
                + " arn:aws:sts::111122223333:assumed-role/p/r/s");
    assertThat(kms.refusal(HOME, "CreateGrant", grant(key, "AROA00000000000000100:s", "Decrypt")))
        .isEqualTo("InvalidArnException: GranteePrincipal does not refer to a valid principal.");
    String unknown = "arn:aws-us-gov:iam::111122223333:role/r";
    assertThat(kms.refusal(HOME, "CreateGrant", grant(key, unknown, "Decrypt")))
        .isEqualTo("InvalidArnException: ARN does not refer to a valid principal: " + unknown);
    assertThat(
            kms.refusal(
                HOME, "ListGrants", named(key).put("GranteePrincipal", "AROA0000000000000000")))
        .isEqualTo("InvalidArnException: Input does not refer to a valid principal");
    assertThat(
            kms.refusal(
                HOME,
                "ListRetirableGrants",
                Json.object().put("RetiringPrincipal", "AROA0000000000000000")))
        .isEqualTo("NotFoundException: Retiring principal AROA0000000000000000 could not be found");
  }

  @Test
  void grantIsLimitedToOperationsOfTheKey() {
    String key = kms.newKey(HOME);
    String role = "arn:aws:iam::111122223333:role/r";

    assertThat(kms.refusal(HOME, "CreateGrant", grant(key, role)))
        .isEqualTo("ValidationException: A grant needs at least one operation.");
    assertThat(kms.refusal(HOME, "CreateGrant", grant(key, role, "Sign")))
        .isEqualTo(
            "ValidationException: Grant operation Sign is not valid for a key with KeySpec"
                + " SYMMETRIC_DEFAULT and KeyUsage ENCRYPT_DECRYPT.");
    assertThat(kms.refusal(HOME, "CreateGrant", grant(key, role, "DeleteKey")))
        .startsWith(
            "ValidationException: 1 validation error detected: Value '[DeleteKey]' at"
                + " 'operations' failed to satisfy constraint: Member must satisfy constraint:"
                + " [Member must satisfy enum value set: [Decrypt, Encrypt, ");
    kms.ok(HOME, "DisableKey", named(key));
    assertThat(kms.refusal(HOME, "CreateGrant", grant(key, role, "Decrypt")))
        .isEqualTo("DisabledException: " + ARN + key + " is disabled.");
  }

  @Test
  void aGrantIsRevokedByItsIdAndRetiredByEither() {
    String key = kms.newKey(HOME);
    String role = "arn:aws:iam::111122223333:role/r";
    String revoked =
        kms.ok(HOME, "CreateGrant", grant(key, role, "Decrypt")).path("GrantId").asText();
    String retired =
        kms.ok(HOME, "CreateGrant", grant(key, role, "Decrypt")).path("GrantId").asText();
    String token =
        kms.ok(HOME, "CreateGrant", grant(key, role, "Decrypt")).path("GrantToken").asText();

    kms.ok(HOME, "RevokeGrant", named(ARN + key).put("GrantId", revoked));
    kms.ok(HOME, "RetireGrant", named(ARN + key).put("GrantId", retired));
    kms.ok(HOME, "RetireGrant", Json.object().put("GrantToken", token));

    assertThat(kms.ok(HOME, "ListGrants", named(key)).path("Grants")).isEmpty();
    assertThat(kms.refusal(HOME, "RevokeGrant", named(key).put("GrantId", revoked)))
        .isEqualTo("NotFoundException: Grant '" + revoked + "' does not exist");
    assertThat(kms.refusal(HOME, "RevokeGrant", named(key).put("GrantId", "g")))
        .isEqualTo("InvalidGrantIdException: ");
    assertThat(kms.refusal(HOME, "RetireGrant", Json.object().put("GrantToken", token)))
        .isEqualTo("InvalidGrantTokenException: ");
    assertThat(kms.refusal(HOME, "RetireGrant", Json.object()))
        .isEqualTo("ValidationException: Specify a GrantToken, or a KeyId and a GrantId.");
  }

  private static ObjectNode grant(String key, String grantee, String... operations) {
    ObjectNode request = named(key).put("GranteePrincipal", grantee);
    request.set("Operations", Json.texts(List.of(operations)));
    return request;
  }

  // --- automatic rotation (recorded: [ST] rotation) ---

  @Test
  void aKeyOfKmsRotatesByItself() {
    String key = kms.newKey(HOME);
    String ciphertext = kms.encrypted(HOME, key);
    assertThat(kms.ok(HOME, "EnableKeyRotation", named(key).put("RotationPeriodInDays", 90)))
        .isEmpty();
    JsonNode status = kms.ok(HOME, "GetKeyRotationStatus", named(key));
    assertThat(status.path("KeyRotationEnabled").asBoolean()).isTrue();
    assertThat(status.path("RotationPeriodInDays").asInt()).isEqualTo(90);
    assertThat(status.path("NextRotationDate"))
        .isEqualTo(Json.timestamp(Scenario.START.plus(Duration.ofDays(90))));

    clock.advance(Duration.ofDays(181));

    JsonNode rotations = kms.ok(HOME, "ListKeyRotations", named(key)).path("Rotations");
    assertThat(rotations).hasSize(2);
    assertThat(rotations.path(1).path("RotationType").asText()).isEqualTo("AUTOMATIC");
    assertThat(rotations.path(1).path("KeyMaterialState").asText()).isEqualTo("CURRENT");
    assertThat(rotations.path(1).path("RotationDate"))
        .isEqualTo(Json.timestamp(Scenario.START.plus(Duration.ofDays(180))));
    assertThat(described(HOME, key).path("CurrentKeyMaterialId"))
        .isEqualTo(rotations.path(1).path("KeyMaterialId"));
    kms.ok(HOME, "Decrypt", Json.object().put("CiphertextBlob", ciphertext));
    assertThat(kms.ok(HOME, "GetKeyRotationStatus", named(key)).path("NextRotationDate"))
        .isEqualTo(Json.timestamp(Scenario.START.plus(Duration.ofDays(270))));
  }

  @Test
  void aPeriodStaysUntilAnotherIsGiven() {
    String key = kms.newKey(HOME);
    kms.ok(HOME, "EnableKeyRotation", named(key));
    assertThat(period(key)).isEqualTo(365);
    kms.ok(HOME, "EnableKeyRotation", named(key).put("RotationPeriodInDays", 2560));
    clock.advance(Duration.ofDays(1));
    kms.ok(HOME, "EnableKeyRotation", named(key));
    assertThat(period(key)).isEqualTo(2560);
    assertThat(kms.ok(HOME, "GetKeyRotationStatus", named(key)).path("NextRotationDate"))
        .isEqualTo(Json.timestamp(Scenario.START.plus(Duration.ofDays(2560))));

    kms.ok(HOME, "DisableKeyRotation", named(key));

    assertThat(kms.ok(HOME, "GetKeyRotationStatus", named(key)))
        .hasToString("{\"KeyRotationEnabled\":false,\"KeyId\":\"" + ARN + key + "\"}");
  }

  @Test
  void aMultiRegionKeyRotatesInItsReplicasToo() {
    String key = multiRegionKey();
    kms.ok(HOME, "EnableKeyRotation", named(key).put("RotationPeriodInDays", 90));
    assertThat(
            kms.ok(REMOTE, "GetKeyRotationStatus", named(key))
                .path("KeyRotationEnabled")
                .asBoolean())
        .isTrue();

    clock.advance(Duration.ofDays(90));

    assertThat(described(REMOTE, key).path("CurrentKeyMaterialId"))
        .isEqualTo(described(HOME, key).path("CurrentKeyMaterialId"));
    assertThat(kms.ok(REMOTE, "ListKeyRotations", named(key)).path("Rotations")).hasSize(1);
    kms.ok(REMOTE, "Decrypt", Json.object().put("CiphertextBlob", kms.encrypted(HOME, key)));
  }

  @Test
  void aDisabledKeyRotatesWhenItIsEnabledAgain() {
    String key = kms.newKey(HOME);
    kms.ok(HOME, "EnableKeyRotation", named(key).put("RotationPeriodInDays", 90));
    kms.ok(HOME, "DisableKey", named(key));
    clock.advance(Duration.ofDays(100));
    assertThat(kms.ok(HOME, "ListKeyRotations", named(key)).path("Rotations")).isEmpty();

    kms.ok(HOME, "EnableKey", named(key));

    JsonNode rotations = kms.ok(HOME, "ListKeyRotations", named(key)).path("Rotations");
    assertThat(rotations).hasSize(1);
    assertThat(rotations.path(0).path("RotationDate")).isEqualTo(Json.timestamp(clock.instant()));
  }

  @Test
  void aKeyThatIsToBeDeletedDoesNotRotate() {
    String key = kms.newKey(HOME);
    kms.ok(HOME, "EnableKeyRotation", named(key));
    kms.ok(HOME, "ScheduleKeyDeletion", named(key));

    assertThat(kms.ok(HOME, "GetKeyRotationStatus", named(key)))
        .hasToString("{\"KeyRotationEnabled\":false,\"KeyId\":\"" + ARN + key + "\"}");
  }

  private int period(String key) {
    return kms.ok(HOME, "GetKeyRotationStatus", named(key)).path("RotationPeriodInDays").asInt();
  }

  // --- keys of KMS's own making ---

  @ParameterizedTest
  @CsvSource({
    "HMAC_224,GENERATE_VERIFY_MAC",
    "HMAC_512,GENERATE_VERIFY_MAC",
    "RSA_2048,SIGN_VERIFY",
    "RSA_2048,ENCRYPT_DECRYPT",
    "ECC_NIST_P256,KEY_AGREEMENT",
    "ECC_NIST_P384,SIGN_VERIFY",
    "ECC_NIST_P521,SIGN_VERIFY",
    "ECC_SECG_P256K1,SIGN_VERIFY",
    "ECC_NIST_EDWARDS25519,SIGN_VERIFY",
  })
  void kmsMakesKeysOfEverySpecItself(String spec, String usage) {
    JsonNode made =
        kms.ok(HOME, "CreateKey", Json.object().put("KeySpec", spec).put("KeyUsage", usage))
            .path("KeyMetadata");
    String key = made.path("KeyId").asText();

    assertThat(made.path("KeyState").asText()).isEqualTo("Enabled");
    assertThat(made.path("Origin").asText()).isEqualTo("AWS_KMS");
    switch (usage) {
      case "SIGN_VERIFY" -> {
        String algorithm = made.path("SigningAlgorithms").path(0).asText();
        ObjectNode message =
            named(key)
                .put("Message", "AAAA")
                .put("MessageType", algorithm.startsWith("ED25519_PH") ? "DIGEST" : "RAW")
                .put("SigningAlgorithm", algorithm);
        if (algorithm.startsWith("ED25519_PH")) {
          message.put("Message", Base64.getEncoder().encodeToString(new byte[64]));
        }
        String signature = text(kms.ok(HOME, "Sign", message), "Signature");
        kms.ok(HOME, "Verify", message.deepCopy().put("Signature", signature));
      }
      case "GENERATE_VERIFY_MAC" -> {
        ObjectNode message =
            named(key)
                .put("Message", "AAAA")
                .put("MacAlgorithm", made.path("MacAlgorithms").path(0).asText());
        String mac = text(kms.ok(HOME, "GenerateMac", message), "Mac");
        kms.ok(HOME, "VerifyMac", message.deepCopy().put("Mac", mac));
      }
      default -> assertThat(kms.ok(HOME, "GetPublicKey", named(key)).has("PublicKey")).isTrue();
    }
  }

  // --- common ---

  private String multiRegionKey() {
    String key =
        kms.ok(HOME, "CreateKey", Json.object().put("MultiRegion", true))
            .at("/KeyMetadata/KeyId")
            .asText();
    kms.ok(HOME, "ReplicateKey", named(key).put("ReplicaRegion", REMOTE));
    clock.advance(Duration.ofSeconds(2));
    return key;
  }

  private JsonNode described(String region, String key) {
    return kms.ok(region, "DescribeKey", named(key)).path("KeyMetadata");
  }

  private byte[] random(int number) {
    return blob(
        kms.ok(HOME, "GenerateRandom", Json.object().put("NumberOfBytes", number)), "Plaintext");
  }

  private static ObjectNode named(String key) {
    return Json.object().put("KeyId", key);
  }

  private static JsonNode parsed(ObjectNode answer) {
    return Json.objectIn(answer.toString());
  }

  private static String text(ObjectNode answer, String field) {
    return Json.objectIn(answer.toString()).path(field).asText();
  }

  private static byte[] blob(ObjectNode answer, String field) {
    return Base64.getDecoder().decode(Json.objectIn(answer.toString()).path(field).asText());
  }
}
