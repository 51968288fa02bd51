package io.keyferry.evidence.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keyferry.evidence.testing.OpenFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thread that has released the lock, or could not get it, blocks no other. */
class FolderLockTest {

  @TempDir Path directory;

  private Path file = Path.of("");

  @BeforeEach
  void nameFile() {
    file = directory.resolve("audit.lock");
  }

  @Test
  void isFreeOnceItIsClosed() throws Exception {
    FolderLock.take(directory).close();
    assertThat(OpenFiles.in(directory)).isEmpty();
    assertThat(takenByAnotherThread()).containsExactly("audit.lock");
  }

  @Test
  void isFreeAfterItsFileCouldNotBeOpened() throws Exception {
    Files.createSymbolicLink(file, file);
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> FolderLock.take(directory).close());
    Files.delete(file);
    assertThat(takenByAnotherThread()).containsExactly("audit.lock");
  }

  @Test
  void isFreeAfterItsFileCouldNotBeLocked() throws Exception {
    try (FileChannel other =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertThat(other.lock()).isNotNull();
      assertThatExceptionOfType(OverlappingFileLockException.class)
          .isThrownBy(() -> FolderLock.take(directory).close());
      assertThat(OpenFiles.in(directory)).as("the other's alone").containsExactly("audit.lock");
    }
    assertThat(takenByAnotherThread()).containsExactly("audit.lock");
  }

  @Test
  void aProcessStoppedWithTheLockDoesNotBlockOthersForever() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(other.inputReader().readLine()).isEqualTo("taken");
      assertThatExceptionOfType(FileSystemException.class)
          .isThrownBy(() -> FolderLock.take(directory, Duration.ZERO).close())
          .withMessageContaining("locked by another process")
          .withMessageContaining("fuser");
    } finally {
      other.outputWriter().close();
      other.waitFor();
    }
    assertThat(takenByAnotherThread()).containsExactly("audit.lock");
  }

  /** Holds the lock until its input ends. */
  static final class Holder {

    private Holder() {}

    public static void main(String[] args) throws IOException {
      try (FolderLock _ = FolderLock.take(Path.of(args[0]))) {
        System.out.println("taken");
        while (System.in.read() >= 0) {
          // No input is sent; only its end matters.
        }
      }
    }
  }

  private List<String> takenByAnotherThread() throws Exception {
    try (ExecutorService another = Executors.newSingleThreadExecutor()) {
      return another.submit(this::openWhileTaken).get();
    }
  }

  private List<String> openWhileTaken() throws IOException {
    try (FolderLock _ = FolderLock.take(directory)) {
      return OpenFiles.in(directory);
    }
  }
}
