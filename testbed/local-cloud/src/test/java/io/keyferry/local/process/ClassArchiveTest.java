package io.keyferry.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {

  private static final Instant BUILT = Instant.parse("2026-11-26T08:00:00Z");

  @TempDir private Path folder;
  private Path jar;
  private Path file;

  @BeforeEach
  void build() throws Exception {
    jar = Files.createFile(folder.resolve("some.jar"));
    Files.setLastModifiedTime(jar, FileTime.from(BUILT));
    file = folder.resolve("some.jsa");
  }

  @Test
  void isNotUsedBeforeItExists() throws Exception {
    ClassArchive archive = ClassArchive.of(jar, file);
    assertThat(archive.reading()).isEmpty();

    Files.createFile(file);

    assertThat(archive.reading()).contains("-XX:SharedArchiveFile=" + file);
  }

  @Test
  void isRemovedWhenTheJarIsNewer() throws Exception {
    Files.createFile(file);
    Files.setLastModifiedTime(file, FileTime.from(BUILT.minusSeconds(1)));

    assertThat(ClassArchive.of(jar, file).reading()).isEmpty();
    assertThat(file).doesNotExist();
  }

  @Test
  void staysWhenTheJarIsOlder() throws Exception {
    Files.createFile(file);
    Files.setLastModifiedTime(file, FileTime.from(BUILT.plusSeconds(1)));

    assertThat(ClassArchive.of(jar, file).reading()).isNotEmpty();
  }
}
