package io.keyferry.agent.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the wrapped key and its record may be written, and how. */
class OutputFilesTest {

  private static final byte[] WRAPPED = {1, 2, 3};
  private static final byte[] SIGNED = {4, 5};

  @TempDir Path folder;

  @Test
  void bothAreReadableForTheirOwnerAlone() throws Exception {
    OutputFiles files = OutputFiles.at(folder.resolve("out.bin"));
    files.check();
    assertThat(folder).as("a check leaves nothing").isEmptyDirectory();

    files.write(WRAPPED, SIGNED);

    assertThat(folder.resolve("out.bin")).hasBinaryContent(WRAPPED);
    assertThat(folder.resolve("out.bin.record.json")).hasBinaryContent(SIGNED);
    for (Path file : new Path[] {files.material(), files.record()}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void existingFileStays() throws Exception {
    Path there = Files.writeString(folder.resolve("out.bin"), "old");
    assertRefused(there, there, "no file with that name", "one");
    assertThat(there).hasContent("old");
    assertThat(folder.resolve("out.bin.record.json")).doesNotExist();
  }

  @Test
  void existingRecordStays() throws Exception {
    Path there = Files.writeString(folder.resolve("out.bin.record.json"), "old");
    assertRefused(folder.resolve("out.bin"), there, "no file with that name", "one");
    assertThat(there).hasContent("old");
    assertThat(folder.resolve("out.bin")).doesNotExist();
  }

  @Test
  void directoryInItsPlace() throws IOException {
    Path there = Files.createDirectory(folder.resolve("out.bin"));
    assertRefused(there, there, "no file with that name", "one");
  }

  @Test
  void symbolicLinkIsNotFollowed() throws IOException {
    Path target = folder.resolve("target");
    Path link = Files.createSymbolicLink(folder.resolve("out.bin"), target);
    assertRefused(link, link, "no file with that name", "a symbolic link");
    assertThat(target).doesNotExist();
    assertThat(link).isSymbolicLink();

    Path existing = Files.writeString(target, "old");
    assertRefused(link, link, "no file with that name", "a symbolic link");
    assertThat(existing).hasContent("old");
  }

  @Test
  void noFolder() {
    Path none = folder.resolve("none/out.bin");
    assertThatExceptionOfType(OfflineFileException.class)
        .isThrownBy(() -> OutputFiles.at(none).check())
        .withMessage(
            "expected a folder for it, found none: %s: create it, or name a file in another folder",
            none.getParent());
    assertThat(none.getParent()).doesNotExist();
  }

  /** Not even root can create files there. */
  @Test
  void folderThatCannotBeWritten() {
    Path there = Path.of("/proc/out.bin");
    assertThatExceptionOfType(OfflineFileException.class)
        .isThrownBy(() -> OutputFiles.at(there).check())
        .withMessageStartingWith("expected a file that can be written, found ")
        .withMessageEndingWith(": name another")
        .returns(there, OfflineFileException::file);
    assertThatExceptionOfType(OfflineFileException.class)
        .isThrownBy(() -> OutputFiles.at(there).write(WRAPPED, SIGNED))
        .withMessageStartingWith("expected a file that can be written, found ");
  }

  @Test
  void recordIsRemovedIfTheWrappedKeyCannotBeWritten() throws IOException {
    Path there = Files.writeString(folder.resolve("out.bin"), "made since the check");
    assertThatExceptionOfType(OfflineFileException.class)
        .isThrownBy(() -> OutputFiles.at(there).write(WRAPPED, SIGNED));
    assertThat(folder)
        .isDirectoryContaining(there::equals)
        .isDirectoryNotContaining("glob:**.json");
  }

  private static void assertRefused(Path out, Path file, String expected, String found) {
    OutputFiles files = OutputFiles.at(out);
    String sentence =
        "expected %s, found %s: choose another name, or move the file first"
            .formatted(expected, found);
    assertThatExceptionOfType(OfflineFileException.class)
        .isThrownBy(files::check)
        .withMessage(sentence)
        .returns(file, OfflineFileException::file);
    assertThatExceptionOfType(OfflineFileException.class)
        .isThrownBy(() -> files.write(WRAPPED, SIGNED))
        .withMessage(sentence)
        .returns(file, OfflineFileException::file);
  }
}
