package io.keyferry.agent.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.cli.offline.ImportParameters.Place;
import io.keyferry.model.value.KmsKeyId;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.WrappingKeySpec;
import io.keyferry.model.value.WrappingPublicKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The zips that the KMS console makes, and used to make. */
class ParametersZipTest {

  private static final byte[] KEY = ConsoleZips.wrappingKey(2048);
  private static final KmsKeyId NAMED = new KmsKeyId("f44c4e20-f83c-48f4-adc6-a1ef38829760");

  @TempDir Path folder;

  private static Map<String, byte[]> earlier() {
    return ConsoleZips.earlier(KEY, ConsoleZips.TOKEN);
  }

  private static Map<String, byte[]> later() {
    return ConsoleZips.later(KEY, ConsoleZips.TOKEN);
  }

  static Stream<Map<String, byte[]>> layouts() {
    return Stream.of(earlier(), later());
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void readsBothLayoutsHoweverTheyAreWrittenAndInAnyOrder(Map<String, byte[]> files)
      throws Exception {
    Map<String, byte[]> reversed = new LinkedHashMap<>();
    List.copyOf(files.keySet()).reversed().forEach(name -> reversed.put(name, files.get(name)));
    for (Map<String, byte[]> ordered : List.of(files, reversed)) {
      assertIsRead(read(ConsoleZips.deflated(ordered)));
      assertIsRead(read(ConsoleZips.stored(ordered)));
    }
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void needsNoReadme(Map<String, byte[]> files) throws Exception {
    files.keySet().removeIf(name -> name.startsWith("README"));
    assertThat(files).hasSize(2);
    assertIsRead(read(ConsoleZips.deflated(files)));
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void acceptsAllFilesInOneFolder(Map<String, byte[]> files) throws Exception {
    Map<String, byte[]> inFolder = new LinkedHashMap<>();
    files.forEach((name, bytes) -> inFolder.put("Import_Parameters (1)/" + name, bytes));
    ImportParameters read = read(ConsoleZips.deflated(inFolder));
    assertIsRead(read);
    assertThat(entry(read)).startsWith("Import_Parameters (1)/").containsIgnoringCase("token");
  }

  @ParameterizedTest
  @EnumSource
  void derivesTheSpecFromTheSizeOfTheKey(WrappingKeySpec spec) throws Exception {
    byte[] der = ConsoleZips.wrappingKey(spec.bits());
    ImportParameters read = read(ConsoleZips.deflated(ConsoleZips.later(der, ConsoleZips.TOKEN)));
    assertThat(read.wrappingKeySpec()).isEqualTo(spec);
    assertThat(read.rsa().getEncoded()).isEqualTo(der);
  }

  @Test
  void acceptsTheLongestImportToken() throws Exception {
    byte[] token = new byte[ImportParameters.MAX_TOKEN_BYTES];
    assertThat(read(ConsoleZips.deflated(ConsoleZips.later(KEY, token))).importToken())
        .get()
        .returns(Sha256.of(token), ImportParameters.ImportToken::sha256);
  }

  @Test
  void theKmsKeyIsThatOfTheNames() throws Exception {
    assertThat(read(ConsoleZips.deflated(earlier())).keyId()).contains(NAMED);
    assertThat(read(ConsoleZips.deflated(later())).keyId()).isEmpty();
    String named = "Import_Parameters_" + ConsoleZips.DOWNLOAD + " (1).zip";
    assertThat(read(named, ConsoleZips.deflated(later())).keyId()).contains(NAMED);
    String other = "1234abcd-12ab-34cd-56ef-1234567890ab.zip";
    assertThat(read(other, ConsoleZips.deflated(earlier())).keyId()).contains(NAMED);
    assertThat(read(NAMED + "_" + other, ConsoleZips.deflated(later())).keyId()).isEmpty();
  }

  private void assertIsRead(ImportParameters read) {
    assertThat(read.wrappingKey()).isEqualTo(WrappingPublicKey.of(KEY));
    assertThat(read.importToken())
        .get()
        .returns(Sha256.of(ConsoleZips.TOKEN), ImportParameters.ImportToken::sha256);
  }

  private static String entry(ImportParameters read) {
    return read.importToken().orElseThrow().place() instanceof Place.InZip(Path _, String entry)
        ? entry
        : "";
  }

  private ImportParameters read(byte[] zip) throws Exception {
    return read("ImportParameters.zip", zip);
  }

  private ImportParameters read(String name, byte[] zip) throws Exception {
    return ParametersZip.read(Files.write(folder.resolve(name), zip));
  }
}
