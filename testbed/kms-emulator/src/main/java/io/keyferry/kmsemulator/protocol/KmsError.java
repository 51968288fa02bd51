package io.keyferry.kmsemulator.protocol;

import java.util.Optional;

/** A refusal in KMS's words: the error's name, an optional sentence, an HTTP status. */
public final class KmsError extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final int CLIENT_FAULT = 400;
  private static final int SERVER_FAULT = 500;

  /** Placeholder for the name of the operation, which the caller inserts. */
  private static final String OPERATION = "{operation}";

  private final String name;
  private final int status;

  private KmsError(String name, String sentence, int status) {
    super(sentence);
    this.name = name;
    this.status = status;
  }

  private KmsError(String name, int status) {
    this.name = name;
    this.status = status;
  }

  /** A client error (HTTP 400). KMS puts the sentence into {@code message}. */
  public static KmsError of(String name, String sentence) {
    return new KmsError(name, sentence, CLIENT_FAULT);
  }

  /** A client error (HTTP 400) that KMS does not explain: the answer has no {@code message}. */
  public static KmsError unexplained(String name) {
    return new KmsError(name, CLIENT_FAULT);
  }

  /** A service error (HTTP 500), which SDKs retry, without a sentence. */
  public static KmsError serverFault(String name) {
    return new KmsError(name, SERVER_FAULT);
  }

  /** The request quota is exhausted. SDKs retry it. */
  public static KmsError throttling() {
    return of(
        "ThrottlingException",
        "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.");
  }

  public static KmsError validation(String sentence) {
    return of("ValidationException", sentence);
  }

  public static KmsError notFound(String sentence) {
    return of("NotFoundException", sentence);
  }

  public static KmsError invalidArn(String sentence) {
    return of("InvalidArnException", sentence);
  }

  public static KmsError unsupported(String sentence) {
    return of("UnsupportedOperationException", sentence);
  }

  public static KmsError incorrectMaterial(String sentence) {
    return of("IncorrectKeyMaterialException", sentence);
  }

  public static KmsError invalidState(String sentence) {
    return of("KMSInvalidStateException", sentence);
  }

  public static KmsError invalidKeyUsage(String sentence) {
    return of("InvalidKeyUsageException", sentence);
  }

  public static KmsError invalidCiphertext() {
    return unexplained("InvalidCiphertextException");
  }

  /** The key of a ciphertext cannot be found; KMS does not give the reason. */
  public static KmsError noKeyOfCiphertext() {
    return of(
        "AccessDeniedException",
        "The ciphertext refers to a customer master key that does not exist, does not exist in this"
            + " region, or you are not allowed to access.");
  }

  /**
   * The message that a caller without permission receives about another account's key, whether the
   * key exists or not. The emulator knows no other account, and no other caller than the account's
   * root.
   *
   * @param caller its ARN
   */
  public static KmsError otherAccount(String caller) {
    return of(
        "AccessDeniedException",
        "User: "
            + caller
            + " is not authorized to perform: kms:"
            + OPERATION
            + " on this resource because the resource does not exist in this Region, no"
            + " resource-based policies allow access, or a resource-based policy explicitly denies"
            + " access");
  }

  /** A copy with the name of the operation inserted into the sentence. */
  public KmsError of(String operation) {
    return sentence()
        .filter(text -> text.contains(OPERATION))
        .map(text -> new KmsError(name, text.replace(OPERATION, operation), status))
        .orElse(this);
  }

  public static KmsError dryRun() {
    return of(
        "DryRunOperationException",
        "The request would have succeeded, but the DryRun option is set.");
  }

  /** Adds a cause for stack traces; the answer does not contain it. */
  public KmsError because(Throwable reason) {
    initCause(reason);
    return this;
  }

  /** The error's name, for example {@code InvalidImportTokenException}. */
  public String name() {
    return name;
  }

  /** KMS's sentence; empty if KMS gives none. */
  public Optional<String> sentence() {
    return Optional.ofNullable(getMessage());
  }

  /** The HTTP status of the answer. */
  public int status() {
    return status;
  }
}
