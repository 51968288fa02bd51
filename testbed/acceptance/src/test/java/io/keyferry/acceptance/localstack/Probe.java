package io.keyferry.acceptance.localstack;

import io.keyferry.kmsemulator.testing.ProbedKms;
import java.util.function.Supplier;
import software.amazon.awssdk.services.kms.model.KmsException;

/** Something to try on a KMS, the emulator or LocalStack. The answer is a word or a few. */
@FunctionalInterface
public interface Probe {

  /**
   * Tries it.
   *
   * @throws KmsException if it is refused
   */
  String tried(ProbedKms kms);

  /** The answer, or the name of the error. */
  default String answer(ProbedKms kms) {
    return answer(() -> tried(kms));
  }

  static String answer(Supplier<String> call) {
    try {
      return call.get();
    } catch (KmsException e) {
      return e.awsErrorDetails().errorCode();
    }
  }
}
