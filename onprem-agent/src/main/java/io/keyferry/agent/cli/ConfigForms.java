package io.keyferry.agent.cli;

import io.keyferry.agent.hsm.KeyTemplate.Usage;
import io.keyferry.agent.job.KeyPattern;
import io.keyferry.model.HsmKeyName;
import io.keyferry.model.KeySpec;
import io.keyferry.model.VerificationKey;
import io.keyferry.model.WrappingAlgorithm;
import io.keyferry.model.WrappingKeySpec;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The forms of the properties. */
final class ConfigForms {

  static final Form<String> REGION =
      Form.matching("a Region such as eu-west-1", "[a-z]{2}[a-z0-9-]{3,28}[0-9]");
  static final Form<String> ACCOUNT = Form.matching("an AWS account id of 12 digits", "[0-9]{12}");
  static final Form<URI> URL =
      new Form<>("an http or https URL", text -> Optional.of(url(text)).filter(ConfigForms::http));
  static final Form<URI> FIFO_QUEUE =
      new Form<>(
          "the URL of an SQS FIFO queue (https://sqs.REGION.amazonaws.com/ACCOUNT/NAME.fifo)",
          text ->
              URL.read(text)
                  .filter(url -> url.getPath() != null && url.getPath().endsWith(".fifo")));
  static final Form<VerificationKey> SIGNING_KEY =
      new Form<>(
          "the cloud's signing key, EC P-256, as PEM (-----BEGIN PUBLIC KEY-----)",
          text -> Optional.of(VerificationKey.ofPem(text)));
  static final Form<Path> LIBRARY =
      new Form<>(
          "the absolute path of a PKCS#11 library that can be read",
          text ->
              Optional.of(Path.of(text))
                  .filter(path -> path.isAbsolute() && Files.isRegularFile(path))
                  .filter(Files::isReadable));
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

  private static final Set<String> HTTP = Set.of("http", "https");

  private ConfigForms() {}

  static Form<String> text(String expected) {
    return Form.matching(expected, "\\s*\\S.*");
  }

  private static URI url(String text) {
    return URI.create(text);
  }

  private static boolean http(URI url) {
    return url.getScheme() != null && HTTP.contains(url.getScheme()) && url.getHost() != null;
  }
}
