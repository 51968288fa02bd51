package io.keyferry.cloud.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.kms.KmsUnavailableException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.InterfaceMethodRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;

class KmsErrorsTest {

  @ParameterizedTest
  @CsvSource({
    "NotFoundException,NOT_FOUND",
    "ExpiredImportTokenException,UNUSABLE_TOKEN",
    "InvalidImportTokenException,UNUSABLE_TOKEN",
    "IncorrectKeyMaterialException,INCORRECT_MATERIAL",
    "AccessDeniedException,ACCESS_DENIED",
    "DisabledException,DISABLED",
    "InvalidKeyUsageException,OTHER",
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
    "500,KeyUnavailableException,false",
    "400,ExpiredTokenException,false",
    "400,UnrecognizedClientException,false"
  })
  void everyOtherErrorSaysNothingAboutTheNextTry(int status, String error, boolean throttled) {
    assertThatThrownBy(() -> failing(status, error))
        .isInstanceOfSatisfying(
            KmsUnavailableException.class, e -> assertThat(e.throttled()).isEqualTo(throttled));
  }

  /** The errors that say nothing about the next try: KMS's internal ones. */
  private static final Set<String> SILENCE =
      Set.of("DependencyTimeoutException", "KmsInternalException", "KeyUnavailableException");

  /** What KMS says about an expired marker: the listing starts again. */
  private static final String MARKER = "InvalidMarkerException";

  @Test
  void everyErrorThatTheModelHasForOurCallsIsEitherAnAnswerOrSilence() throws Exception {
    Set<String> operations = operationsOf("/io/keyferry/cloud/aws/");
    assertThat(operations).contains("createKey", "describeKey", "generateMac", "sign", "listKeys");
    Set<String> declared =
        Arrays.stream(KmsClient.class.getMethods())
            .filter(method -> operations.contains(method.getName()))
            .flatMap(method -> Arrays.stream(method.getExceptionTypes()))
            .filter(type -> type.getPackageName().endsWith(".kms.model"))
            .filter(type -> type != KmsException.class)
            .map(Class::getSimpleName)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> answers = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    answers.addAll(KmsErrors.ANSWERS.keySet());
    answers.add(MARKER);

    assertThat(declared)
        .contains("DisabledException", "KeyUnavailableException")
        .allSatisfy(error ->
            assertThat(answers.contains(error)).as(error).isNotEqualTo(SILENCE.contains(error)));
    assertThat(SILENCE).isSubsetOf(declared);
  }

  /** The KMS operations that the classes of this package call, from their bytecode. */
  private static Set<String> operationsOf(String folder) throws Exception {
    Path classes =
        Path.of(AwsKms.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Set<String> operations = new TreeSet<>();
    try (Stream<Path> files = Files.list(Path.of(classes + folder))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        for (PoolEntry entry : ClassFile.of().parse(file).constantPool()) {
          if (entry instanceof InterfaceMethodRefEntry method
              && method.owner().asInternalName().equals(KMS_CLIENT)) {
            operations.add(method.name().stringValue());
          }
        }
      }
    }
    return operations;
  }

  private static final String KMS_CLIENT = KmsClient.class.getName().replace('.', '/');

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
