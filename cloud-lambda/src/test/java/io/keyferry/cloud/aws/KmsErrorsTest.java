package io.keyferry.cloud.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.cloud.flow.KmsRefusedException;
import io.keyferry.cloud.flow.KmsUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

class KmsErrorsTest {

  @ParameterizedTest
  @CsvSource({
    "NotFoundException,NOT_FOUND",
    "ExpiredImportTokenException,UNUSABLE_TOKEN",
    "InvalidImportTokenException,UNUSABLE_TOKEN",
    "IncorrectKeyMaterialException,INCORRECT_MATERIAL",
    "AccessDeniedException,ACCESS_DENIED",
    "ValidationException,OTHER"
  })
  void anAnswerIsARefusalWithKmsOwnWords(String error, KmsRefusedException.Kind kind) {
    assertThatThrownBy(() -> failing(400, error))
        .isInstanceOfSatisfying(
            KmsRefusedException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(kind);
              assertThat(e.sentence()).isEqualTo(error + ": the text");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "400,ThrottlingException,true",
    "500,KMSInternalException,false",
    "503,DependencyTimeoutException,false",
    "400,ExpiredTokenException,false",
    "400,UnrecognizedClientException,false"
  })
  void everythingElseSaysNothingAboutTheNextTry(int status, String error, boolean throttled) {
    assertThatThrownBy(() -> failing(status, error))
        .isInstanceOfSatisfying(
            KmsUnavailableException.class, e -> assertThat(e.throttled()).isEqualTo(throttled));
  }

  @Test
  void noAnswerIsNoRefusal() {
    assertThatThrownBy(() ->
            KmsErrors.call(() -> {
              throw SdkClientException.create("connection reset");
            }))
        .isInstanceOf(KmsUnavailableException.class)
        .hasMessageContaining("connection reset");
  }

  private static void failing(int status, String error) {
    KmsErrors.call(() -> {
      throw AwsServiceException.builder()
          .statusCode(status)
          .awsErrorDetails(
              AwsErrorDetails.builder().errorCode(error).errorMessage("the text").build())
          .build();
    });
  }
}
