package io.keyferry.cloud.aws;

import static java.util.Map.entry;

import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.kms.KmsRefusedException.Kind;
import io.keyferry.cloud.kms.KmsUnavailableException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Which of KMS's errors are refusals. All others (throttling, 5xx, no answer, expired credentials)
 * say nothing about the next try.
 */
final class KmsErrors {

  static final Map<String, Kind> ANSWERS =
      Map.ofEntries(
          entry("NotFoundException", Kind.NOT_FOUND),
          entry("KMSInvalidStateException", Kind.INVALID_STATE),
          entry("AlreadyExistsException", Kind.ALREADY_EXISTS),
          entry("AccessDeniedException", Kind.ACCESS_DENIED),
          entry("InvalidCiphertextException", Kind.INVALID_CIPHERTEXT),
          entry("IncorrectKeyMaterialException", Kind.INCORRECT_MATERIAL),
          entry("ExpiredImportTokenException", Kind.UNUSABLE_TOKEN),
          entry("InvalidImportTokenException", Kind.UNUSABLE_TOKEN),
          entry("MalformedPolicyDocumentException", Kind.MALFORMED_POLICY),
          entry("LimitExceededException", Kind.LIMIT_EXCEEDED),
          entry("ValidationException", Kind.OTHER),
          entry("UnsupportedOperationException", Kind.OTHER),
          entry("InvalidArnException", Kind.OTHER),
          entry("InvalidAliasNameException", Kind.OTHER),
          entry("DisabledException", Kind.DISABLED),
          entry("InvalidKeyUsageException", Kind.OTHER),
          entry("InvalidGrantTokenException", Kind.OTHER),
          entry("DryRunOperationException", Kind.OTHER),
          entry("TagException", Kind.OTHER),
          entry("CustomKeyStoreNotFoundException", Kind.OTHER),
          entry("CustomKeyStoreInvalidStateException", Kind.OTHER),
          entry("CloudHsmClusterInvalidConfigurationException", Kind.OTHER),
          entry("XksKeyInvalidConfigurationException", Kind.OTHER),
          entry("XksKeyAlreadyInUseException", Kind.OTHER),
          entry("XksKeyNotFoundException", Kind.OTHER));

  private KmsErrors() {}

  /**
   * Makes the call and translates its errors into the flow's terms.
   *
   * @throws KmsRefusedException for a refusal
   * @throws KmsUnavailableException for any other error
   */
  static <T> T call(Supplier<T> call) {
    try {
      return call.get();
    } catch (AwsServiceException e) {
      throw translated(e);
    } catch (SdkException e) {
      throw new KmsUnavailableException("no answer from KMS: " + e.getMessage(), false, e);
    }
  }

  private static RuntimeException translated(AwsServiceException e) {
    Optional<AwsErrorDetails> details = Optional.ofNullable(e.awsErrorDetails());
    String error = details.map(AwsErrorDetails::errorCode).orElse("HTTP " + e.statusCode());
    String text = details.map(AwsErrorDetails::errorMessage).orElse("");
    Kind kind = ANSWERS.get(error);
    return kind != null && e.statusCode() < 500
        ? new KmsRefusedException(kind, error, text, Optional.ofNullable(e.requestId()), e)
        : new KmsUnavailableException("KMS: " + error + ": " + text, e.isThrottlingException(), e);
  }
}
