package io.keyferry.kmsemulator.key;

import io.keyferry.kmsemulator.environment.KmsEnvironment;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.value.InvalidValueException;
import io.keyferry.kmsemulator.value.KmsKeyId;
import java.util.List;
import java.util.regex.Pattern;

/** How a request names a key: {@code KeyId} and similar members, read as KMS reads them. */
sealed interface KeyName {

  /** By id or key ARN. */
  record ById(KmsKeyId id) implements KeyName {}

  /**
   * By an alias, which need not exist.
   *
   * @param alias begins with {@code alias/}
   */
  record ByAlias(String alias) implements KeyName {}

  /**
   * Reads a key id, a key ARN, an alias or an alias ARN.
   *
   * @throws KmsError if it is none of them, or is of another Region or account
   */
  static KeyName of(String text, KmsEnvironment environment) {
    if (text.startsWith("arn:")) {
      return Arn.of(text).in(environment);
    }
    return text.startsWith(Alias.PREFIX)
        ? new ByAlias(text)
        : new ById(keyId(text, "Invalid keyId '" + text + "'"));
  }

  /** Whether it is an alias or an alias ARN, of any Region and account. */
  static boolean isAlias(String text) {
    return text.startsWith(Alias.PREFIX)
        || (text.startsWith("arn:") && text.contains(":" + Alias.PREFIX));
  }

  private static KmsKeyId keyId(String text, String refusal) {
    try {
      return new KmsKeyId(text);
    } catch (InvalidValueException e) {
      throw KmsError.notFound(refusal).because(e);
    }
  }

  /**
   * {@code arn:PARTITION:kms:REGION:ACCOUNT:RESOURCE}.
   *
   * @param resource {@code key/ID} or {@code alias/NAME}
   */
  record Arn(String partition, String region, String account, String resource) {

    private static final String KEY = "key/";

    /** The form of the fields of a KMS ARN, including its resource. */
    private static final List<Pattern> FIELDS =
        List.of(
            Pattern.compile("arn"),
            Pattern.compile("aws[a-z-]*"),
            Pattern.compile("kms"),
            Pattern.compile("[a-z0-9-]+"),
            Pattern.compile("[0-9]{12}"),
            Pattern.compile("(key|alias)/.+", Pattern.DOTALL));

    /**
     * @throws KmsError if it is not the ARN of a key or an alias
     */
    static Arn of(String text) {
      String[] fields = text.split(":", FIELDS.size());
      if (fields.length < FIELDS.size()) {
        throw invalid();
      }
      for (int i = 0; i < fields.length; i++) {
        if (!FIELDS.get(i).matcher(fields[i]).matches()) {
          throw invalid();
        }
      }
      return new Arn(fields[1], fields[3], fields[4], fields[5]);
    }

    /** KMS does not say what is wrong with it. */
    private static KmsError invalid() {
      return KmsError.unexplained("InvalidArnException");
    }

    KeyName in(KmsEnvironment environment) {
      if (!region.equals(environment.region()) || !partition.equals(environment.partition())) {
        throw KmsError.notFound("Invalid arn " + region);
      }
      if (!account.equals(environment.account())) {
        throw KmsError.otherAccount(environment.rootArn());
      }
      if (resource.startsWith(Alias.PREFIX)) {
        return new ByAlias(resource);
      }
      String id = resource.substring(KEY.length());
      return new ById(keyId(id, "Invalid keyId " + id));
    }
  }
}
