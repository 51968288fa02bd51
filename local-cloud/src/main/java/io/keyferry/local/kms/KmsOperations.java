package io.keyferry.local.kms;

import static java.util.Map.entry;

import io.keyferry.model.WrappingKeySpec;
import java.security.KeyPair;
import java.util.Map;
import java.util.function.Function;

/** Which operation does what: the names after {@code TrentService.} in {@code X-Amz-Target}. */
final class KmsOperations {

  private KmsOperations() {}

  static Map<String, KmsOperation> over(
      KeyStore keys,
      Realm realm,
      Regions regions,
      KmsTimes times,
      Function<WrappingKeySpec, KeyPair> wrappingKeyPairs) {
    ImportTokens tokens = new ImportTokens(realm.random());
    EncryptionKeys encryptionKeys = new EncryptionKeys(keys, realm.random());
    return Map.ofEntries(
        entry("CreateKey", new CreateKey(keys, realm)),
        entry("DescribeKey", new DescribeKey(keys)),
        entry("ListKeys", new ListKeys(keys)),
        entry("EnableKey", new SetKeyEnabled(keys, true)),
        entry("DisableKey", new SetKeyEnabled(keys, false)),
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
        entry("EnableKeyRotation", new SetKeyRotation(keys, true)),
        entry("DisableKeyRotation", new SetKeyRotation(keys, false)),
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
        entry("GetPublicKey", new GetPublicKey(keys)));
  }
}
