package io.keyferry.kmsemulator.operation;

import static java.util.Map.entry;

import io.keyferry.kmsemulator.crypto.NewKeyPairs;
import io.keyferry.kmsemulator.environment.KmsEnvironment;
import io.keyferry.kmsemulator.environment.KmsTimes;
import io.keyferry.kmsemulator.key.EncryptionKeys;
import io.keyferry.kmsemulator.key.ImportTokens;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.key.Regions;
import io.keyferry.kmsemulator.operation.grant.CreateGrant;
import io.keyferry.kmsemulator.operation.grant.EndGrant;
import io.keyferry.kmsemulator.operation.grant.ListGrants;
import io.keyferry.kmsemulator.operation.grant.ListRetirableGrants;
import io.keyferry.kmsemulator.operation.key.CancelKeyDeletion;
import io.keyferry.kmsemulator.operation.key.CreateKey;
import io.keyferry.kmsemulator.operation.key.CustomKeyStores;
import io.keyferry.kmsemulator.operation.key.DescribeKey;
import io.keyferry.kmsemulator.operation.key.GetKeyLastUsage;
import io.keyferry.kmsemulator.operation.key.GetKeyPolicy;
import io.keyferry.kmsemulator.operation.key.ListKeyPolicies;
import io.keyferry.kmsemulator.operation.key.ListKeys;
import io.keyferry.kmsemulator.operation.key.PutKeyPolicy;
import io.keyferry.kmsemulator.operation.key.ReplicateKey;
import io.keyferry.kmsemulator.operation.key.ScheduleKeyDeletion;
import io.keyferry.kmsemulator.operation.key.SetKeyEnabled;
import io.keyferry.kmsemulator.operation.key.UpdateKeyDescription;
import io.keyferry.kmsemulator.operation.key.UpdatePrimaryRegion;
import io.keyferry.kmsemulator.operation.material.DeleteImportedKeyMaterial;
import io.keyferry.kmsemulator.operation.material.GetKeyRotationStatus;
import io.keyferry.kmsemulator.operation.material.GetParametersForImport;
import io.keyferry.kmsemulator.operation.material.ImportKeyMaterial;
import io.keyferry.kmsemulator.operation.material.ListKeyRotations;
import io.keyferry.kmsemulator.operation.material.RotateKeyOnDemand;
import io.keyferry.kmsemulator.operation.material.SetKeyRotation;
import io.keyferry.kmsemulator.operation.name.CreateAlias;
import io.keyferry.kmsemulator.operation.name.DeleteAlias;
import io.keyferry.kmsemulator.operation.name.ListAliases;
import io.keyferry.kmsemulator.operation.name.ListResourceTags;
import io.keyferry.kmsemulator.operation.name.TagResource;
import io.keyferry.kmsemulator.operation.name.UntagResource;
import io.keyferry.kmsemulator.operation.name.UpdateAlias;
import io.keyferry.kmsemulator.operation.use.Decrypt;
import io.keyferry.kmsemulator.operation.use.DeriveSharedSecret;
import io.keyferry.kmsemulator.operation.use.Encrypt;
import io.keyferry.kmsemulator.operation.use.GenerateDataKey;
import io.keyferry.kmsemulator.operation.use.GenerateDataKeyPair;
import io.keyferry.kmsemulator.operation.use.GenerateMac;
import io.keyferry.kmsemulator.operation.use.GenerateRandom;
import io.keyferry.kmsemulator.operation.use.GetPublicKey;
import io.keyferry.kmsemulator.operation.use.ReEncrypt;
import io.keyferry.kmsemulator.operation.use.Sign;
import io.keyferry.kmsemulator.operation.use.Verify;
import io.keyferry.kmsemulator.operation.use.VerifyMac;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.value.WrappingKeySpec;
import java.security.KeyPair;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The operations by name: what follows {@code TrentService.} in {@code X-Amz-Target}. */
public final class KmsOperations {

  /** Operations of KMS that the emulator does not implement. */
  public static final Set<String> UNSUPPORTED =
      Set.of(
          "ConnectCustomKeyStore",
          "CreateCustomKeyStore",
          "Decapsulate",
          "DeleteCustomKeyStore",
          "DisconnectCustomKeyStore",
          "Encapsulate",
          "UpdateCustomKeyStore");

  private KmsOperations() {}

  public static Map<String, KmsOperation> over(
      KeyStore keys,
      KmsEnvironment environment,
      Regions regions,
      KmsTimes times,
      Function<WrappingKeySpec, KeyPair> wrappingKeyPairs) {
    ImportTokens tokens = new ImportTokens(environment.random());
    EncryptionKeys encryptionKeys = new EncryptionKeys(keys, environment.random());
    NewKeyPairs newPairs = new NewKeyPairs(environment.random());
    Map<String, KmsOperation> operations = new HashMap<>();
    UNSUPPORTED.forEach(name -> operations.put(name, unsupported(name)));
    operations.putAll(
        Map.ofEntries(
            entry("CreateKey", new CreateKey(keys, environment, newPairs)),
            entry("DescribeKey", new DescribeKey(keys)),
            entry("ListKeys", new ListKeys(keys)),
            entry("EnableKey", new SetKeyEnabled(keys, environment.clock(), true)),
            entry("DisableKey", new SetKeyEnabled(keys, environment.clock(), false)),
            entry("ScheduleKeyDeletion", new ScheduleKeyDeletion(keys, environment.clock())),
            entry("CancelKeyDeletion", new CancelKeyDeletion(keys)),
            entry("CreateAlias", new CreateAlias(keys, environment)),
            entry("UpdateAlias", new UpdateAlias(keys, environment.clock())),
            entry("DeleteAlias", new DeleteAlias(keys)),
            entry("ListAliases", new ListAliases(keys)),
            entry("TagResource", new TagResource(keys)),
            entry("UntagResource", new UntagResource(keys)),
            entry("ListResourceTags", new ListResourceTags(keys)),
            entry("PutKeyPolicy", new PutKeyPolicy(keys, environment)),
            entry("GetKeyPolicy", new GetKeyPolicy(keys)),
            entry(
                "GetParametersForImport",
                new GetParametersForImport(keys, environment.clock(), tokens, wrappingKeyPairs)),
            entry("ImportKeyMaterial", new ImportKeyMaterial(keys, environment.clock(), tokens)),
            entry("DeleteImportedKeyMaterial", new DeleteImportedKeyMaterial(keys)),
            entry("ReplicateKey", new ReplicateKey(keys, regions, times.replication())),
            entry("RotateKeyOnDemand", new RotateKeyOnDemand(keys, environment, times.rotation())),
            entry("GetKeyRotationStatus", new GetKeyRotationStatus(keys)),
            entry("ListKeyRotations", new ListKeyRotations(keys)),
            entry("EnableKeyRotation", new SetKeyRotation(keys, environment.clock(), true)),
            entry("DisableKeyRotation", new SetKeyRotation(keys, environment.clock(), false)),
            entry("Encrypt", new Encrypt(encryptionKeys)),
            entry("Decrypt", new Decrypt(encryptionKeys)),
            entry("ReEncrypt", new ReEncrypt(encryptionKeys)),
            entry(
                "GenerateDataKey", new GenerateDataKey(encryptionKeys, environment.random(), true)),
            entry(
                "GenerateDataKeyWithoutPlaintext",
                new GenerateDataKey(encryptionKeys, environment.random(), false)),
            entry("Sign", new Sign(keys, environment.random())),
            entry("Verify", new Verify(keys)),
            entry("GenerateMac", new GenerateMac(keys)),
            entry("VerifyMac", new VerifyMac(keys)),
            entry("DeriveSharedSecret", new DeriveSharedSecret(keys)),
            entry("GetPublicKey", new GetPublicKey(keys)),
            entry("UpdateKeyDescription", new UpdateKeyDescription(keys)),
            entry(
                "UpdatePrimaryRegion",
                new UpdatePrimaryRegion(keys, environment, times.replication())),
            entry("ListKeyPolicies", new ListKeyPolicies(keys)),
            entry("GetKeyLastUsage", new GetKeyLastUsage(keys)),
            entry("CreateGrant", new CreateGrant(keys, environment)),
            entry("ListGrants", new ListGrants(keys, environment)),
            entry("ListRetirableGrants", new ListRetirableGrants(keys, environment)),
            entry("RetireGrant", EndGrant.retire(keys)),
            entry("RevokeGrant", EndGrant.revoke(keys)),
            entry("GenerateRandom", new GenerateRandom(environment.random())),
            entry("GenerateDataKeyPair", new GenerateDataKeyPair(encryptionKeys, newPairs, true)),
            entry(
                "GenerateDataKeyPairWithoutPlaintext",
                new GenerateDataKeyPair(encryptionKeys, newPairs, false)),
            entry("DescribeCustomKeyStores", new CustomKeyStores())));
    return named(GetKeyLastUsage.noted(operations, keys, environment));
  }

  private static KmsOperation unsupported(String name) {
    return request -> {
      throw KmsError.unsupported(
          "AWS KMS has "
              + name
              + ", but the KMS emulator does not support it: its README lists what it supports.");
    };
  }

  /** The same operations, with their name in the refusals where KMS has it. */
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
