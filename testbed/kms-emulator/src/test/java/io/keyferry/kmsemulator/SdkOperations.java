package io.keyferry.kmsemulator;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CancelKeyDeletionRequest;
import software.amazon.awssdk.services.kms.model.CreateAliasRequest;
import software.amazon.awssdk.services.kms.model.CreateKeyRequest;
import software.amazon.awssdk.services.kms.model.DecryptRequest;
import software.amazon.awssdk.services.kms.model.DeleteAliasRequest;
import software.amazon.awssdk.services.kms.model.DeleteImportedKeyMaterialRequest;
import software.amazon.awssdk.services.kms.model.DeriveSharedSecretRequest;
import software.amazon.awssdk.services.kms.model.DescribeKeyRequest;
import software.amazon.awssdk.services.kms.model.DisableKeyRequest;
import software.amazon.awssdk.services.kms.model.DisableKeyRotationRequest;
import software.amazon.awssdk.services.kms.model.EnableKeyRequest;
import software.amazon.awssdk.services.kms.model.EnableKeyRotationRequest;
import software.amazon.awssdk.services.kms.model.EncryptRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyWithoutPlaintextRequest;
import software.amazon.awssdk.services.kms.model.GenerateMacRequest;
import software.amazon.awssdk.services.kms.model.GetKeyPolicyRequest;
import software.amazon.awssdk.services.kms.model.GetKeyRotationStatusRequest;
import software.amazon.awssdk.services.kms.model.GetParametersForImportRequest;
import software.amazon.awssdk.services.kms.model.GetPublicKeyRequest;
import software.amazon.awssdk.services.kms.model.ImportKeyMaterialRequest;
import software.amazon.awssdk.services.kms.model.ListAliasesRequest;
import software.amazon.awssdk.services.kms.model.ListKeyRotationsRequest;
import software.amazon.awssdk.services.kms.model.ListKeysRequest;
import software.amazon.awssdk.services.kms.model.ListResourceTagsRequest;
import software.amazon.awssdk.services.kms.model.PutKeyPolicyRequest;
import software.amazon.awssdk.services.kms.model.ReEncryptRequest;
import software.amazon.awssdk.services.kms.model.ReplicateKeyRequest;
import software.amazon.awssdk.services.kms.model.RotateKeyOnDemandRequest;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionRequest;
import software.amazon.awssdk.services.kms.model.SignRequest;
import software.amazon.awssdk.services.kms.model.TagResourceRequest;
import software.amazon.awssdk.services.kms.model.UntagResourceRequest;
import software.amazon.awssdk.services.kms.model.UpdateAliasRequest;
import software.amazon.awssdk.services.kms.model.VerifyMacRequest;
import software.amazon.awssdk.services.kms.model.VerifyRequest;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** The SDK's methods by the name of the operation. */
final class SdkOperations {

  /** One method of the client, called and answered in JSON. */
  @FunctionalInterface
  interface Call {
    ObjectNode answer(KmsClient client, JsonNode request);
  }

  static final Map<String, Call> BY_NAME =
      Map.ofEntries(
          entry(
              "CancelKeyDeletion",
              call(CancelKeyDeletionRequest::builder, KmsClient::cancelKeyDeletion)),
          entry("CreateAlias", call(CreateAliasRequest::builder, KmsClient::createAlias)),
          entry("CreateKey", call(CreateKeyRequest::builder, KmsClient::createKey)),
          entry("Decrypt", call(DecryptRequest::builder, KmsClient::decrypt)),
          entry("DeleteAlias", call(DeleteAliasRequest::builder, KmsClient::deleteAlias)),
          entry(
              "DeleteImportedKeyMaterial",
              call(
                  DeleteImportedKeyMaterialRequest::builder, KmsClient::deleteImportedKeyMaterial)),
          entry(
              "DeriveSharedSecret",
              call(DeriveSharedSecretRequest::builder, KmsClient::deriveSharedSecret)),
          entry("DescribeKey", call(DescribeKeyRequest::builder, KmsClient::describeKey)),
          entry("DisableKey", call(DisableKeyRequest::builder, KmsClient::disableKey)),
          entry(
              "DisableKeyRotation",
              call(DisableKeyRotationRequest::builder, KmsClient::disableKeyRotation)),
          entry("EnableKey", call(EnableKeyRequest::builder, KmsClient::enableKey)),
          entry(
              "EnableKeyRotation",
              call(EnableKeyRotationRequest::builder, KmsClient::enableKeyRotation)),
          entry("Encrypt", call(EncryptRequest::builder, KmsClient::encrypt)),
          entry(
              "GenerateDataKey", call(GenerateDataKeyRequest::builder, KmsClient::generateDataKey)),
          entry(
              "GenerateDataKeyWithoutPlaintext",
              call(
                  GenerateDataKeyWithoutPlaintextRequest::builder,
                  KmsClient::generateDataKeyWithoutPlaintext)),
          entry("GenerateMac", call(GenerateMacRequest::builder, KmsClient::generateMac)),
          entry("GetKeyPolicy", call(GetKeyPolicyRequest::builder, KmsClient::getKeyPolicy)),
          entry(
              "GetKeyRotationStatus",
              call(GetKeyRotationStatusRequest::builder, KmsClient::getKeyRotationStatus)),
          entry(
              "GetParametersForImport",
              call(GetParametersForImportRequest::builder, KmsClient::getParametersForImport)),
          entry("GetPublicKey", call(GetPublicKeyRequest::builder, KmsClient::getPublicKey)),
          entry(
              "ImportKeyMaterial",
              call(ImportKeyMaterialRequest::builder, KmsClient::importKeyMaterial)),
          entry("ListAliases", call(ListAliasesRequest::builder, KmsClient::listAliases)),
          entry(
              "ListKeyRotations",
              call(ListKeyRotationsRequest::builder, KmsClient::listKeyRotations)),
          entry("ListKeys", call(ListKeysRequest::builder, KmsClient::listKeys)),
          entry(
              "ListResourceTags",
              call(ListResourceTagsRequest::builder, KmsClient::listResourceTags)),
          entry("PutKeyPolicy", call(PutKeyPolicyRequest::builder, KmsClient::putKeyPolicy)),
          entry("ReEncrypt", call(ReEncryptRequest::builder, KmsClient::reEncrypt)),
          entry("ReplicateKey", call(ReplicateKeyRequest::builder, KmsClient::replicateKey)),
          entry(
              "RotateKeyOnDemand",
              call(RotateKeyOnDemandRequest::builder, KmsClient::rotateKeyOnDemand)),
          entry(
              "ScheduleKeyDeletion",
              call(ScheduleKeyDeletionRequest::builder, KmsClient::scheduleKeyDeletion)),
          entry("Sign", call(SignRequest::builder, KmsClient::sign)),
          entry("TagResource", call(TagResourceRequest::builder, KmsClient::tagResource)),
          entry("UntagResource", call(UntagResourceRequest::builder, KmsClient::untagResource)),
          entry("UpdateAlias", call(UpdateAliasRequest::builder, KmsClient::updateAlias)),
          entry("Verify", call(VerifyRequest::builder, KmsClient::verify)),
          entry("VerifyMac", call(VerifyMacRequest::builder, KmsClient::verifyMac)));

  private SdkOperations() {}

  private static <B extends SdkPojo & SdkBuilder<B, R>, R> Call call(
      Supplier<B> builder, BiFunction<KmsClient, R, ? extends SdkPojo> method) {
    return (client, json) -> {
      B request = builder.get();
      SdkJson.fill(request, json);
      return SdkJson.of(method.apply(client, request.build()));
    };
  }
}
