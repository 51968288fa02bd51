package io.keyferry.agent.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keyferry.model.testing.EcSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Zips that are not the KMS console's. */
class ParametersZipAttackTest {

  private static final byte[] KEY = ConsoleZips.wrappingKey(2048);
  private static final String KEY_NAME = "WrappingPublicKey.bin";
  private static final String TOKEN_NAME = "ImportToken.bin";

  @TempDir Path temporary;

  private final Map<String, byte[]> files = ConsoleZips.later(KEY, ConsoleZips.TOKEN);
  private Path folder = Path.of("");

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(temporary.resolve("folder"));
  }

  @Test
  void noFile() {
    assertRefused(folder.resolve("none.zip"), "zip of import parameters", "no such file");
  }

  @Test
  void emptyFile() throws IOException {
    assertRefused(new byte[0], "zip of import parameters", "an empty file");
  }

  @Test
  void noZip() throws IOException {
    assertRefused(KEY, "a zip", "a file that is not a zip");
    assertRefused(new byte[] {'P', 'K'}, "a zip", "a file that is not a zip");
  }

  @Test
  void cutZip() throws IOException {
    byte[] zip = whole();
    assertRefused(Arrays.copyOf(zip, zip.length - 1), "a zip", "the file was truncated");
    assertRefused(Arrays.copyOf(zip, 100), "a zip", "the file was truncated");
  }

  @Test
  void bytesAfterTheZip() throws IOException {
    byte[] zip = whole();
    assertRefused(Arrays.copyOf(zip, zip.length + 1), "ending with its end record", "extended");
  }

  @Test
  void bytesBeforeTheZip() throws IOException {
    byte[] zip = whole();
    byte[] later = new byte[zip.length + 1];
    System.arraycopy(zip, 0, later, 1, zip.length);
    assertRefused(later, "right before its end", "a list of");
  }

  @Test
  void zipAfterAZip() throws IOException {
    byte[] first = ConsoleZips.deflated(ConsoleZips.later(ConsoleZips.wrappingKey(2048), KEY));
    byte[] second = whole();
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    assertRefused(both, "right before its end", "a list of");
  }

  @Test
  void zipWithAComment() throws IOException {
    byte[] zip = new HostileZip(whole()).end(20, 4).bytes();
    assertRefused(Arrays.copyOf(zip, zip.length + 4), "a zip without a comment", "none: the file");
  }

  @Test
  void zipInSeveralParts() throws IOException {
    assertRefused(new HostileZip(whole()).end(4, 1).bytes(), "a zip in one part", "a list of");
    assertRefused(new HostileZip(whole()).end(8, 1).bytes(), "a zip in one part", "a list of");
  }

  @Test
  void listOfAnotherLength() throws IOException {
    assertRefused(
        new HostileZip(whole()).end(8, 2).end(10, 2).bytes(),
        "a list of only 2 entries",
        "after them");
    assertRefused(
        new HostileZip(whole()).end(8, 4).end(10, 4).bytes(), "a list of 4 entries", "3 in it");
  }

  @Test
  void tooManyEntries() throws IOException {
    for (int i = 0; i < 14; i++) {
      files.put("file" + i, new byte[0]);
    }
    assertRefused(whole(), "at most 16 entries", "17 entries");
  }

  @Test
  void noEntry() throws IOException {
    files.clear();
    assertRefused(whole(), KEY_NAME + " and " + TOKEN_NAME, "no entry");
  }

  @ParameterizedTest
  @ValueSource(strings = {KEY_NAME, TOKEN_NAME})
  void missingFile(String name) throws IOException {
    files.remove(name);
    String missing = name.equals(KEY_NAME) ? "no wrapping key beside" : "no import token beside";
    assertRefused(whole(), KEY_NAME + " and " + TOKEN_NAME, missing);
  }

  @Test
  void bothLayoutsAtOnce() throws IOException {
    files.putAll(ConsoleZips.earlier(KEY, ConsoleZips.TOKEN));
    assertRefused(whole(), "one of the two layouts", "'wrappingKey_" + ConsoleZips.DOWNLOAD + "'");
  }

  @Test
  void twoWrappingKeys() throws IOException {
    Map<String, byte[]> earlier = ConsoleZips.earlier(KEY, ConsoleZips.TOKEN);
    earlier.put("wrappingKey_1234abcd-12ab-34cd-56ef-1234567890ab_0809092910", KEY);
    assertRefused(ConsoleZips.deflated(earlier), "files of one download", "'wrappingKey_1234abcd");
  }

  @Test
  void importTokenOfAnotherDownload() throws IOException {
    Map<String, byte[]> earlier = ConsoleZips.earlier(KEY, ConsoleZips.TOKEN);
    earlier.remove("importToken_" + ConsoleZips.DOWNLOAD);
    earlier.put("importToken_" + ConsoleZips.DOWNLOAD + "0", ConsoleZips.TOKEN);
    assertRefused(ConsoleZips.deflated(earlier), "files of one download", "'importToken_");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EncryptedKeyMaterial.bin",
        "wrappingKey_",
        "importToken_1234.txt",
        "README_1234",
        "wrappingpublickey.bin",
        "Thumbs.db"
      })
  void unknownEntry(String name) throws IOException {
    files.put(name, new byte[1]);
    assertRefused(whole(), KEY_NAME + " and " + TOKEN_NAME, "'" + name + "'");
  }

  @Test
  void filesInTwoFolders() throws IOException {
    files.put("folder/" + TOKEN_NAME, ConsoleZips.TOKEN);
    assertRefused(whole(), "all files in the same folder", "'folder/" + TOKEN_NAME + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../ImportToken.bin",
        "..",
        ".",
        "",
        "./ImportToken.bin",
        "/ImportToken.bin",
        "//ImportToken.bin",
        "folder/../ImportToken.bin",
        "folder//ImportToken.bin",
        "a/b/ImportToken.bin",
        "..\\ImportToken.bin",
        "\\ImportToken.bin",
        "folder\\ImportToken.bin",
        "C:ImportToken.bin",
        "C:\\ImportToken.bin",
        "ImportToken.bin\0",
        "Import\nToken.bin",
        "\u001b[2JImportToken.bin",
        "ImportTokén.bin"
      })
  void pathTraversal(String name) throws IOException {
    files.remove(TOKEN_NAME);
    files.put(name, ConsoleZips.TOKEN);
    assertRefused(whole(), "plain names, at most one folder deep", "'");
  }

  @Test
  void duplicateName() throws IOException {
    files.put("ImportToken.bi2", ConsoleZips.TOKEN);
    byte[] zip = new HostileZip(whole()).renamed("ImportToken.bi2", TOKEN_NAME).bytes();
    assertRefused(zip, "each name once", "'ImportToken.bin' twice");
  }

  @Test
  void duplicateNameThatTheListHides() throws IOException {
    files.put("READMe.txt", new byte[1]);
    byte[] zip = new HostileZip(whole()).renamed("READMe.txt", "README.txt").bytes();
    byte[] hidden = new HostileZip(zip).renamedInList("README.txt", "READMe.txt").bytes();
    assertRefused(hidden, "each name once", "'README.txt' twice");
  }

  @Test
  void namesThatDifferFromTheList() throws IOException {
    byte[] zip = new HostileZip(whole()).renamedInList("README.txt", "READYE.txt").bytes();
    assertRefused(zip, "the entries that the zip's list names", "'README.txt'");
  }

  @Test
  void entryThatTheListHides() throws IOException {
    byte[] two = new HostileZip(whole()).end(8, 2).end(10, 2).bytes();
    int list = 46 + "README.txt".length();
    byte[] cut = Arrays.copyOf(two, two.length - list);
    System.arraycopy(two, two.length - 22, cut, cut.length - 22, 22);
    int size =
        Short.toUnsignedInt((short) ((cut[cut.length - 10] & 0xff) | cut[cut.length - 9] << 8));
    byte[] hidden = new HostileZip(cut).end(12, size - list).bytes();
    assertRefused(hidden, "the entries that the zip's list names", "'README.txt'");
  }

  @Test
  void encryptedEntry() throws IOException {
    assertRefused(
        new HostileZip(whole()).encryptedInList(TOKEN_NAME).bytes(),
        "only plain files",
        "the encrypted 'ImportToken.bin'");
  }

  @Test
  void encryptedEntryThatTheListHides() throws IOException {
    assertRefused(
        new HostileZip(whole()).encryptedInEntry(TOKEN_NAME).bytes(),
        "a zip that can be unpacked",
        "encrypted");
  }

  @Test
  void directoryEntry() throws IOException {
    byte[] byMode = new HostileZip(whole()).attributes(TOKEN_NAME, 0040755, 0).bytes();
    assertRefused(byMode, "only plain files", "the directory 'ImportToken.bin'");
    byte[] byDos = new HostileZip(whole()).attributes(TOKEN_NAME, 0, 0x10).bytes();
    assertRefused(byDos, "only plain files", "the directory 'ImportToken.bin'");
    files.put("folder/", new byte[0]);
    assertRefused(whole(), "only plain files", "the directory 'folder/'");
  }

  @Test
  void symbolicLink() throws IOException {
    assertRefused(
        new HostileZip(whole()).attributes(TOKEN_NAME, 0120777, 0).bytes(),
        "only plain files",
        "the symbolic link 'ImportToken.bin'");
  }

  @Test
  void device() throws IOException {
    assertRefused(
        new HostileZip(whole()).attributes(TOKEN_NAME, 0020666, 0).bytes(),
        "only plain files",
        "'ImportToken.bin', which is neither a file nor a directory");
  }

  @Test
  void filesWithAModeAreAccepted() throws Exception {
    byte[] zip = new HostileZip(whole()).attributes(TOKEN_NAME, 0100644, 0x20).bytes();
    assertThat(ParametersZip.read(Files.write(folder.resolve("zip"), zip)).importToken())
        .isPresent();
  }

  @Test
  void hugeZip() throws IOException {
    byte[] zip = whole();
    assertRefused(
        Arrays.copyOf(zip, ParametersZip.MAX_BYTES + 1),
        "max 65536 bytes",
        "more than 65536 bytes");
    assertRefused(Path.of("/dev/zero"), "max 65536 bytes", "more than 65536 bytes");
  }

  @Test
  void zipBomb() throws IOException {
    files.put("README.txt", new byte[20_000_000]);
    byte[] zip = whole();
    assertThat(zip).hasSizeLessThan(ParametersZip.MAX_BYTES);
    assertRefused(zip, "entries of at most 8192 bytes", "more in 'README.txt'");
  }

  @Test
  void zipBombThatClaimsToBeSmall() throws IOException {
    files.put("README.txt", new byte[ZipContent.MAX_ENTRY_BYTES + 1]);
    byte[] zip = new HostileZip(whole()).declaredSize("README.txt", 100).bytes();
    assertRefused(zip, "entries of at most 8192 bytes", "more in 'README.txt'");
  }

  @Test
  void nestedZip() throws IOException {
    byte[] inner = whole();
    files.put(TOKEN_NAME, inner);
    assertRefused(whole(), "KMS's import token, 1 to 6144 bytes", "a zip");
    files.put(TOKEN_NAME, ConsoleZips.TOKEN);
    files.put(KEY_NAME, inner);
    assertRefused(whole(), "KMS's RSA wrapping key", "a zip");
    files.put(KEY_NAME, KEY);
    files.put("ImportParameters.zip", inner);
    assertRefused(whole(), KEY_NAME, "'ImportParameters.zip'");
  }

  @Test
  void changedByte() throws IOException {
    byte[] zip = ConsoleZips.stored(files);
    int token = new String(zip, StandardCharsets.ISO_8859_1).indexOf("an import");
    zip[token] ^= 1;
    assertRefused(zip, "a zip that can be unpacked", "CRC");
  }

  @Test
  void importTokenOfNoBytesAndOfTooMany() throws IOException {
    files.put(TOKEN_NAME, new byte[0]);
    assertRefused(whole(), "KMS's import token, 1 to 6144 bytes", "0 bytes");
    files.put(TOKEN_NAME, new byte[6145]);
    assertRefused(whole(), "KMS's import token, 1 to 6144 bytes", "more than 6144 bytes");
  }

  static Stream<byte[]> otherKeys() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F0));
    return Stream.of(
        ConsoleZips.wrappingKey(1024),
        generator.generateKeyPair().getPublic().getEncoded(),
        Arrays.copyOf(KEY, KEY.length + 1),
        Arrays.copyOf(KEY, KEY.length - 1),
        EcSigner.create().publicKey().getEncoded());
  }

  @ParameterizedTest
  @MethodSource("otherKeys")
  void otherKeyThanKmsReturns(byte[] der) throws IOException {
    files.put(KEY_NAME, der);
    assertRefused(whole(), "KMS's RSA wrapping key", der.length + " bytes that are not one");
  }

  private byte[] whole() {
    return ConsoleZips.deflated(new LinkedHashMap<>(files));
  }

  private void assertRefused(byte[] zip, String expected, String found) throws IOException {
    Path file = Files.write(temporary.resolve("ImportParameters.zip"), zip);
    assertRefused(file, expected, found);
  }

  private void assertRefused(Path file, String expected, String found) {
    assertThatExceptionOfType(OfflineFileException.class)
        .isThrownBy(() -> ParametersZip.read(file))
        .withMessageStartingWith("expected ")
        .withMessageContaining(expected)
        .withMessageContaining(", found ")
        .withMessageContaining(found)
        .withMessageEndingWith(
            ": download it again, or unzip it and pass --wrapping-key and --import-token")
        .returns(file, OfflineFileException::file);
    assertThat(folder).isEmptyDirectory();
  }
}
