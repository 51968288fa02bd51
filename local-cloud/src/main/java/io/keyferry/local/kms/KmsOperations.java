package io.keyferry.local.kms;

import static java.util.Map.entry;

import io.keyferry.model.value.WrappingKeySpec;
import java.security.KeyPair;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which operation does what: the names after {@code TrentService.} in {@code X-Amz-Target}. */
final class KmsOperations {

  /** KMS has them, the emulator has not. */
  static final Set<String> NOT_PLAYED =
      Set.of(
          "ConnectCustomKeyStore",
          "CreateCustomKeyStore",
          "Decapsulate",
          "DeleteCustomKeyStore",
          "DisconnectCustomKeyStore",
          "Encapsulate",
          "UpdateCustomKeyStore");

  private KmsOperations() {}

  static Map<String, KmsOperation> over(
      KeyStore keys,
      Realm realm,
      Regions regions,
      KmsTimes times,
      Function<WrappingKeySpec, KeyPair> wrappingKeyPairs) {
    ImportTokens tokens = new ImportTokens(realm.random());
    EncryptionKeys encryptionKeys = new EncryptionKeys(keys, realm.random());
    NewKeyPairs newPairs = new NewKeyPairs(realm.random());
    Map<String, KmsOperation> operations = new HashMap<>();
    NOT_PLAYED.forEach(name -> operations.put(name, notPlayed(name)));
    operations.putAll(
        Map.ofEntries(
            entry("CreateKey", new CreateKey(keys, realm, newPairs)),
            entry("DescribeKey", new DescribeKey(keys)),
            entry("ListKeys", new ListKeys(keys)),
            entry("EnableKey", new SetKeyEnabled(keys, realm.clock(), true)),
            entry("DisableKey", new SetKeyEnabled(keys, realm.clock(), false)),
            entry("ScheduleKeyDeletion", new ScheduleKeyDeletion(keys, realm.clock())),
            entry("CancelKeyDeletion", new CancelKeyDeletion(keys)),
            entry("CreateAlias", new CreateAlias(keys, realm)),
            entry("UpdateAlias", new UpdateAlias(keys, realm.clock())),
            entry("DeleteAlias", new DeleteAlias(keys)),
            entry("ListAliases", new ListAliases(keys)),
            entry("TagResource", new TagResource(keys)),
            entry("UntagResource", new UntagResource(keys)),
            entry("ListResourceTags", new ListResourceTags(keys)),
            entry("PutKeyPolicy", new PutKeyPolicy(keys, realm)),
            entry("GetKeyPolicy", new GetKeyPolicy(keys)),
            entry(
                "GetParametersForImport",
                new GetParametersForImport(keys, realm.clock(), tokens, wrappingKeyPairs)),
            entry("ImportKeyMaterial", new ImportKeyMaterial(keys, realm.clock(), tokens)),
            entry("DeleteImportedKeyMaterial", new DeleteImportedKeyMaterial(keys)),
            entry("ReplicateKey", new ReplicateKey(keys, regions, times.replication())),
            entry("RotateKeyOnDemand", new RotateKeyOnDemand(keys, realm, times.rotation())),
            entry("GetKeyRotationStatus", new GetKeyRotationStatus(keys)),
            entry("ListKeyRotations", new ListKeyRotations(keys)),
            entry("EnableKeyRotation", new SetKeyRotation(keys, realm.clock(), true)),
            entry("DisableKeyRotation", new SetKeyRotation(keys, realm.clock(), false)),
            entry("Encrypt", new Encrypt(encryptionKeys)),
            entry("Decrypt", new Decrypt(encryptionKeys)),
            entry("ReEncrypt", new ReEncrypt(encryptionKeys)),
            entry("GenerateDataKey", new GenerateDataKey(encryptionKeys, realm.random(), true)),
            entry(
                "GenerateDataKeyWithoutPlaintext",
                new GenerateDataKey(encryptionKeys, realm.random(), false)),
            entry("Sign", new Sign(keys, realm.random())),
            entry("Verify", new Verify(keys)),
            entry("GenerateMac", new GenerateMac(keys)),
            entry("VerifyMac", new VerifyMac(keys)),
            entry("DeriveSharedSecret", new DeriveSharedSecret(keys)),
            entry("GetPublicKey", new GetPublicKey(keys)),
            entry("UpdateKeyDescription", new UpdateKeyDescription(keys)),
            entry("UpdatePrimaryRegion", new UpdatePrimaryRegion(keys, realm, times.replication())),
            entry("ListKeyPolicies", new ListKeyPolicies(keys)),
            entry("GetKeyLastUsage", new GetKeyLastUsage(keys)),
            entry("CreateGrant", new CreateGrant(keys, realm)),
            entry("ListGrants", new ListGrants(keys, realm)),
            entry("ListRetirableGrants", new ListRetirableGrants(keys, realm)),
            entry("RetireGrant", EndGrant.retire(keys)),
            entry("RevokeGrant", EndGrant.revoke(keys)),
            entry("GenerateRandom", new GenerateRandom(realm.random())),
            entry("GenerateDataKeyPair", new GenerateDataKeyPair(encryptionKeys, newPairs, true)),
            entry(
                "GenerateDataKeyPairWithoutPlaintext",
                new GenerateDataKeyPair(encryptionKeys, newPairs, false)),
            entry("DescribeCustomKeyStores", new CustomKeyStores())));
    return named(GetKeyLastUsage.noted(operations, keys, realm));
  }

  private static KmsOperation notPlayed(String name) {
    return request -> {
      throw KmsError.unsupported(
          "AWS KMS has "
              + name
              + ", and the KMS emulator does not play it: docs/local-kms.md says what it plays.");
    };
  }

  /** The same operations, whose refusals hold their name where KMS's do. */
  private static Map<String, KmsOperation> named(Map<String, KmsOperation> operations) {
    return operations.entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                Map.Entry::getKey, entry -> named(entry.getKey(), entry.getValue())));
  }

  private static KmsOperation named(String name, KmsOperation operation) {
    return request -> {
      try {
        return operation.answer(request);
      } catch (KmsError e) {
        throw e.of(name);
      }
    };
  }
}
