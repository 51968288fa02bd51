package io.keyferry.agent.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keyferry.agent.cli.offline.ImportParameters.ImportToken;
import io.keyferry.agent.cli.offline.ImportParameters.Place;
import io.keyferry.model.value.KmsKeyId;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.WrappingKeySpec;
import io.keyferry.model.value.WrappingPublicKey;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Import parameters that were unpacked, or came from the AWS CLI. */
class ParametersFilesTest {

  private static final byte[] KEY = ConsoleZips.wrappingKey(3072);

  @TempDir Path folder;

  @Test
  void readsTheWrappingKeyInDerAndInPem() throws Exception {
    Path der = write("WrappingPublicKey.bin", KEY);
    Path pem = write("WrappingPublicKey.pem", pem("PUBLIC KEY", KEY));
    for (Path file : new Path[] {der, pem}) {
      ImportParameters read = ParametersFiles.read(file, Optional.empty());
      assertThat(read.wrappingKey()).isEqualTo(WrappingPublicKey.of(KEY));
      assertThat(read.wrappingKeySpec()).isEqualTo(WrappingKeySpec.RSA_3072);
      assertThat(read.importToken()).isEmpty();
      assertThat(read.keyId()).isEmpty();
    }
  }

  @Test
  void keepsOfTheImportTokenItsDigestAndItsPlace() throws Exception {
    Path token = write("ImportToken.bin", ConsoleZips.TOKEN);
    assertThat(ParametersFiles.read(write("key", KEY), Optional.of(token)).importToken())
        .contains(new ImportToken(Sha256.of(ConsoleZips.TOKEN), new Place.InFile(token)));
  }

  @Test
  void theKmsKeyIsThatOfTheWrappingKeysName() throws Exception {
    Path key = write("wrappingKey_" + ConsoleZips.DOWNLOAD, KEY);
    assertThat(ParametersFiles.read(key, Optional.empty()).keyId())
        .contains(new KmsKeyId("f44c4e20-f83c-48f4-adc6-a1ef38829760"));
  }

  @Test
  void privateKeyInPlaceOfTheWrappingKeyIsNotShown() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    byte[] pkcs8 = generator.generateKeyPair().getPrivate().getEncoded();
    Path pem = write("private.pem", pem("PRIVATE KEY", pkcs8));
    String secret = Base64.getEncoder().encodeToString(pkcs8).substring(40, 60);
    assertThat(refusal(pem, Optional.empty()))
        .contains("expected KMS's RSA wrapping key", "-----BEGIN PRIVATE KEY-----")
        .doesNotContain(secret);
    assertThat(refusal(write("private.der", pkcs8), Optional.empty()))
        .contains("expected KMS's RSA wrapping key", pkcs8.length + " bytes that are not one")
        .doesNotContain(secret);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] marked(Charset set, byte[] ascii) {
    return ("\ufeff" + new String(ascii, StandardCharsets.US_ASCII)).getBytes(set);
  }

  /** Encodings in which people save the bytes, and their names in the message. */
  private static Map<String, byte[]> saved(String field, byte[] bytes) {
    String base64 = Base64.getEncoder().encodeToString(bytes);
    byte[] json =
        text(
            "{%n    \"KeyId\": \"arn:aws:kms:…\",%n    \"%s\": \"%s\",%n    \"ParametersValidTo\": 1%n}%n"
                .replace("…", "x")
                .formatted(field, base64));
    Map<String, byte[]> saved = new LinkedHashMap<>();
    saved.put("base64 text", text(base64));
    saved.put("base64 text ", text(Base64.getMimeEncoder().encodeToString(bytes) + "\r\n"));
    saved.put("base64 text  ", text('"' + base64 + "\"\n"));
    saved.put("base64 text in UTF-8 with", marked(StandardCharsets.UTF_8, text(base64 + "\n")));
    saved.put(
        "base64 text in UTF-16LE with", marked(StandardCharsets.UTF_16LE, text(base64 + "\r\n")));
    saved.put("base64 text in UTF-16BE with", marked(StandardCharsets.UTF_16BE, text(base64)));
    saved.put("JSON", json);
    saved.put("JSON in UTF-16LE with", marked(StandardCharsets.UTF_16LE, json));
    saved.put("hex text", text(HexFormat.of().formatHex(bytes) + "\n"));
    saved.put("hex text ", text(HexFormat.ofDelimiter(":").withUpperCase().formatHex(bytes)));
    return saved;
  }

  /** A shell runs the command from the message, and its output is accepted. */
  @Test
  void encodedFileIsRefusedWithACommandThatDecodesIt() throws Exception {
    Path key = write("key", KEY);
    for (Map.Entry<String, byte[]> saved : saved("ImportToken", ConsoleZips.TOKEN).entrySet()) {
      Path file = write("it's a token.txt", saved.getValue());
      String message = refusal(key, Optional.of(file));
      assertThat(message)
          .startsWith(
              "expected KMS's import token, 1 to 6144 bytes, found " + saved.getKey().strip());
      assertThat(decoded(message, "ImportToken.bin")).isEqualTo(ConsoleZips.TOKEN);
    }
    for (Map.Entry<String, byte[]> saved : saved("PublicKey", KEY).entrySet()) {
      String message = refusal(write("key.txt", saved.getValue()), Optional.empty());
      assertThat(message)
          .startsWith(
              "expected KMS's RSA wrapping key as DER SubjectPublicKeyInfo, or that as PEM, found "
                  + saved.getKey().strip());
      assertThat(decoded(message, "PublicKey.bin")).isEqualTo(KEY);
    }
  }

  private byte[] decoded(String message, String name) throws Exception {
    String command = message.substring(message.indexOf("decode it with ") + 15);
    Process shell =
        new ProcessBuilder("sh", "-c", command).directory(folder.toFile()).inheritIO().start();
    assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(shell.exitValue()).as(command).isZero();
    return Files.readAllBytes(folder.resolve(name));
  }

  @Test
  void otherTextIsNotAnImportToken() throws Exception {
    Path key = write("key", KEY);
    for (byte[] token :
        List.of(
            text("an error occurred (AccessDeniedException)"),
            text("KeyId\tarn:aws:kms:x\tImportToken\n"),
            pem("CERTIFICATE", KEY),
            marked(StandardCharsets.UTF_8, pem("PUBLIC KEY", KEY)))) {
      assertThat(refusal(key, Optional.of(write("token", token))))
          .containsPattern("found (text|PEM)")
          .contains("pass the file from the console's zip");
    }
    assertThat(
            refusal(
                write("marked", marked(StandardCharsets.UTF_8, pem("PUBLIC KEY", KEY))),
                Optional.empty()))
        .contains("found PEM in UTF-8 with a byte order mark");
  }

  @Test
  void filesThatWereExchanged() throws Exception {
    Path key = write("key", KEY);
    Path token = write("token", ConsoleZips.TOKEN);
    assertThat(refusal(token, Optional.of(key)))
        .contains("found a wrapping key: pass it with --wrapping-key");
    assertThat(refusal(key, Optional.of(write("pem", pem("PUBLIC KEY", KEY)))))
        .contains("found PEM");
    assertThat(refusal(token, Optional.empty())).contains("bytes that are not one");
  }

  @Test
  void truncatedOrExtendedWrappingKey() throws Exception {
    assertThat(refusal(write("key", Arrays.copyOf(KEY, KEY.length - 1)), Optional.empty()))
        .contains("%d bytes that are not one".formatted(KEY.length - 1))
        .doesNotContain("Blob");
    assertThat(refusal(write("key", Arrays.copyOf(KEY, KEY.length + 1)), Optional.empty()))
        .contains("%d bytes that are not one".formatted(KEY.length + 1))
        .doesNotContain("Blob");
  }

  @Test
  void aFolderInPlaceOfAFile() throws Exception {
    Path key = write("key", KEY);
    assertThat(refusal(folder, Optional.empty())).contains("found Is a directory");
    assertThat(refusal(key, Optional.of(folder))).contains("found Is a directory");
  }

  @Test
  void noFile() {
    assertThat(refusal(folder.resolve("none"), Optional.empty())).contains("no such file");
  }

  @Test
  void emptyFile() throws Exception {
    assertThat(refusal(write("key", new byte[0]), Optional.empty())).contains("an empty file");
    assertThat(refusal(write("key", KEY), Optional.of(write("token", new byte[0]))))
        .contains("KMS's import token, 1 to 6144 bytes", "an empty file");
  }

  @Test
  void endlessFile() throws Exception {
    assertThat(refusal(Path.of("/dev/zero"), Optional.empty())).contains("more than 32768 bytes");
    assertThat(refusal(write("key", KEY), Optional.of(Path.of("/dev/zero"))))
        .contains("more than 32768 bytes");
  }

  @Test
  void zipInPlaceOfAFile() throws Exception {
    Path zip = write("zip", ConsoleZips.deflated(ConsoleZips.later(KEY, ConsoleZips.TOKEN)));
    assertThat(refusal(zip, Optional.empty())).contains("a zip", "--parameters");
    assertThat(refusal(write("key", KEY), Optional.of(zip))).contains("a zip", "--parameters");
  }

  @Test
  void wrappingKeyOfAnotherSize() throws Exception {
    assertThat(refusal(write("key", ConsoleZips.wrappingKey(1024)), Optional.empty()))
        .contains("2048, 3072 or 4096 bits", "1024 bits");
  }

  private static String refusal(Path key, Optional<Path> token) {
    StringBuilder message = new StringBuilder();
    assertThatExceptionOfType(OfflineFileException.class)
        .isThrownBy(() -> ParametersFiles.read(key, token))
        .satisfies(e -> message.append(e.getMessage()))
        .withMessageMatching("expected .+, found .+: .+");
    return message.toString();
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static byte[] pem(String label, byte[] der) {
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(label, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der))
        .getBytes(StandardCharsets.US_ASCII);
  }
}
