package io.keyferry.agent.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keyferry.agent.cli.offline.ImportParameters.ImportToken;
import io.keyferry.agent.cli.offline.ImportParameters.Place;
import io.keyferry.model.KmsKeyId;
import io.keyferry.model.Sha256;
import io.keyferry.model.WrappingKeySpec;
import io.keyferry.model.WrappingPublicKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Optional;
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
  void privateKeyInPlaceOfTheWrappingKeyIsNotTold() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    byte[] pkcs8 = generator.generateKeyPair().getPrivate().getEncoded();
    Path pem = write("private.pem", pem("PRIVATE KEY", pkcs8));
    String secret = Base64.getEncoder().encodeToString(pkcs8).substring(40, 60);
    assertThat(refusal(pem, Optional.empty()))
        .contains("expected KMS's RSA wrapping key", "-----BEGIN PRIVATE KEY-----")
        .doesNotContain(secret);
    assertThat(refusal(write("private.der", pkcs8), Optional.empty()))
        .contains("expected KMS's RSA wrapping key", pkcs8.length + " bytes that are none")
        .doesNotContain(secret);
  }

  @Test
  void base64ThatWasNotDecoded() throws Exception {
    byte[] base64 = Base64.getEncoder().encode(KEY);
    assertThat(refusal(write("key.b64", base64), Optional.empty()))
        .contains("bytes that are none", "not PEM", "base64 --decode");
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
    assertThat(refusal(Path.of("/dev/zero"), Optional.empty())).contains("more than 8192 bytes");
    assertThat(refusal(write("key", KEY), Optional.of(Path.of("/dev/zero"))))
        .contains("more than 6144 bytes");
  }

  @Test
  void zipInPlaceOfAFile() throws Exception {
    Path zip = write("zip", ConsoleZips.deflated(ConsoleZips.later(KEY, ConsoleZips.TOKEN)));
    assertThat(refusal(zip, Optional.empty())).contains("bytes that are none");
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
