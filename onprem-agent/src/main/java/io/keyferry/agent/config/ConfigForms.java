package io.keyferry.agent.config;

import io.keyferry.agent.hsm.KeyTemplate.Usage;
import io.keyferry.agent.job.check.KeyPattern;
import io.keyferry.evidence.file.DiskFault;
import io.keyferry.model.input.Form;
import io.keyferry.model.input.UnexpectedValueException;
import io.keyferry.model.input.Violation;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.VerificationKey;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The formats of the properties. */
final class ConfigForms {

  static final Form<String> REGION =
      Form.text("a Region such as eu-west-1", "[a-z]{2}[a-z0-9-]{3,28}[0-9]");
  static final Form<String> ACCOUNT =
      Form.text("an AWS account id of 12 digits", "[0-9]{12}").asWritten();
  static final Form<URI> ENDPOINT =
      Form.parsed(
              "an https URL, or an http URL of this host (127.0.0.1, [::1], localhost)",
              URI::create)
          .where(ConfigForms::isPrivate);
  static final Form<URI> FIFO_QUEUE =
      queue("the URL of an SQS FIFO queue (https://sqs.REGION.amazonaws.com/ACCOUNT/NAME.fifo)")
          .where(ConfigForms::isPrivate);
  static final Form<URI> QUEUE_OF_ENDPOINT =
      queue("the URL of an SQS FIFO queue at the endpoint (http://HOST/ACCOUNT/NAME.fifo)");
  static final Form<VerificationKey> SIGNING_KEY =
      Form.parsed(
              "the cloud's signing key, EC P-256, as PEM (-----BEGIN PUBLIC KEY-----)",
              VerificationKey::ofPem)
          .secret();
  static final Form<Path> LIBRARY =
      file("the absolute path of a readable PKCS#11 library", ConfigForms::library);
  static final Form<Usage> USAGE =
      Form.oneOf(List.of(Usage.values()), usage -> usage.name().toLowerCase(Locale.ROOT));
  static final Form<KeyPattern> KEY_PATTERN =
      Form.parsed(
          "a KMS key ARN, * for any characters but a colon (arn:aws:kms:eu-west-1:123456789012:key/*)",
          KeyPattern::new);
  static final Form<WrappingAlgorithm> ALGORITHM =
      Form.oneOf(List.of(WrappingAlgorithm.values()), Enum::name);
  static final Form<KeySpec> KEY_SPEC = Form.oneOf(List.of(KeySpec.values()), Enum::name);
  static final Form<HsmKeyName> HSM_KEY =
      Form.parsed(
              "a CKA_ID, 1 to 64 bytes in lower-case hex, or label: and a label of 1 to 256 characters",
              HsmKeyName::parse)
          .asWritten();
  static final Form<Integer> KEY_BITS =
      Form.integer(
          "2048, 3072 or 4096",
          bits -> Arrays.stream(WrappingKeySpec.values()).anyMatch(spec -> spec.bits() == bits));

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]", Pattern.CASE_INSENSITIVE);

  private ConfigForms() {}

  /** Reads a file or a directory. */
  @FunctionalInterface
  interface FileReading<T> {
    T read(String path) throws IOException;
  }

  /** A path. Problems with the file are reported, too. */
  static <T> Form<T> file(String expected, FileReading<T> reading) {
    return Form.parsed(
        expected,
        path -> {
          if (path.isEmpty()) {
            throw new IllegalArgumentException("an empty path means the folder of agent.yml");
          }
          try {
            return reading.read(path);
          } catch (IOException e) {
            throw new UnexpectedValueException(Violation.quoted(path) + ", " + DiskFault.words(e));
          }
        });
  }

  /** A non-blank text, or a number, because a label may be one. */
  static Form<String> text(String expected) {
    return Form.text(expected, "\\s*\\S.*").asWritten();
  }

  private static Form<URI> queue(String expected) {
    return Form.parsed(expected, URI::create)
        .where(url ->
            (isHttps(url) || isHttp(url))
                && url.getPath() != null
                && url.getPath().endsWith(".fifo"));
  }

  private static boolean isPrivate(URI url) {
    return isHttps(url) || (isHttp(url) && LOOPBACK.matcher(url.getHost()).matches());
  }

  private static boolean isHttps(URI url) {
    return "https".equals(url.getScheme()) && url.getHost() != null;
  }

  private static boolean isHttp(URI url) {
    return "http".equals(url.getScheme()) && url.getHost() != null;
  }

  private static Path library(String text) throws IOException {
    Path path = Path.of(text);
    if (!path.isAbsolute()) {
      throw new FileSystemException(text, null, "a relative path");
    }
    if (!Files.readAttributes(path, BasicFileAttributes.class).isRegularFile()) {
      throw new FileSystemException(text, null, "not a regular file");
    }
    if (!Files.isReadable(path)) {
      throw new AccessDeniedException(text);
    }
    return path;
  }
}
