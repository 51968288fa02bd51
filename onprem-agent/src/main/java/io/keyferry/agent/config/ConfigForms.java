package io.keyferry.agent.config;

import io.keyferry.agent.hsm.KeyTemplate.Usage;
import io.keyferry.agent.job.check.KeyPattern;
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
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The forms of the properties. */
final class ConfigForms {

  static final Form<String> REGION =
      Form.matching("a Region such as eu-west-1", "[a-z]{2}[a-z0-9-]{3,28}[0-9]");
  static final Form<String> ACCOUNT = Form.matching("an AWS account id of 12 digits", "[0-9]{12}");
  static final Form<URI> ENDPOINT =
      new Form<>(
          "an https URL, or an http URL of this host (127.0.0.1, [::1], localhost)",
          text -> Optional.of(URI.create(text)).filter(ConfigForms::isPrivate));
  static final Form<URI> FIFO_QUEUE =
      queue("the URL of an SQS FIFO queue (https://sqs.REGION.amazonaws.com/ACCOUNT/NAME.fifo)")
          .filtered(ConfigForms::isPrivate);
  static final Form<URI> QUEUE_OF_ENDPOINT =
      queue("the URL of an SQS FIFO queue at the endpoint (http://HOST/ACCOUNT/NAME.fifo)");
  static final Form<VerificationKey> SIGNING_KEY =
      new Form<>(
          "the cloud's signing key, EC P-256, as PEM (-----BEGIN PUBLIC KEY-----)",
          text -> Optional.of(VerificationKey.ofPem(text)));
  static final Form<Path> LIBRARY =
      Form.ofFile("the absolute path of a PKCS#11 library that can be read", ConfigForms::library);
  static final Form<Path> PATH =
      new Form<>("the path of a file", text -> Optional.of(Path.of(text)));
  static final Form<Usage> USAGE =
      new Form<>(
          "one of "
              + Arrays.stream(Usage.values())
                  .map(usage -> usage.name().toLowerCase(Locale.ROOT))
                  .collect(Collectors.joining(", ")),
          text -> Optional.of(Usage.valueOf(text.toUpperCase(Locale.ROOT))));
  static final Form<KeyPattern> KEY_PATTERN =
      new Form<>(
          "a KMS key ARN, * for any characters but a colon (arn:aws:kms:eu-west-1:123456789012:key/*)",
          text -> Optional.of(new KeyPattern(text)));
  static final Form<WrappingAlgorithm> ALGORITHM = Form.oneOf(WrappingAlgorithm.class);
  static final Form<KeySpec> KEY_SPEC = Form.oneOf(KeySpec.class);
  static final Form<HsmKeyName> HSM_KEY =
      new Form<>(
          "a CKA_ID, 1 to 64 bytes in lower-case hex, or label: and a label of 1 to 256 characters",
          text -> Optional.of(HsmKeyName.parse(text)));
  static final Form<Integer> KEY_BITS =
      new Form<>(
          "2048, 3072 or 4096", text -> Optional.of(WrappingKeySpec.valueOf("RSA_" + text).bits()));

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]", Pattern.CASE_INSENSITIVE);

  private ConfigForms() {}

  static Form<String> text(String expected) {
    return Form.matching(expected, "\\s*\\S.*");
  }

  private static Form<URI> queue(String expected) {
    return new Form<>(
        expected,
        text ->
            Optional.of(URI.create(text))
                .filter(url -> isHttps(url) || isHttp(url))
                .filter(url -> url.getPath() != null && url.getPath().endsWith(".fifo")));
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
      throw new FileSystemException(text, null, "no regular file");
    }
    if (!Files.isReadable(path)) {
      throw new AccessDeniedException(text);
    }
    return path;
  }
}
