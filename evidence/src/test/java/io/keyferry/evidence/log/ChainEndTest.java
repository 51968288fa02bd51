package io.keyferry.evidence.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The end of the chain alone, whose first file may be a device: Linux accepts every write to
 * /dev/null and refuses to make it durable, and accepts no write to /dev/full.
 */
class ChainEndTest {

  @TempDir Path directory;

  @Test
  void aFileThatHasReachedItsSizeIsFollowedByTheNext() throws Exception {
    ChainEnd measured = end(Long.MAX_VALUE);
    measured.write(SampleLog.entry(1));
    long size = measured.tail().size();
    measured.close();
    assertThat(fileOfTheNextLine(size)).isEqualTo(2);
    assertThat(fileOfTheNextLine(size + 1)).isEqualTo(1);
  }

  private int fileOfTheNextLine(long fileBytes) throws Exception {
    ChainEnd end = new ChainEnd(new AuditFiles(directory), fileBytes, fixed());
    end.refresh();
    end.write(SampleLog.entry(2));
    int file = end.tail().file();
    end.close();
    new Attacker(directory).cutAfter(1).write();
    return file;
  }

  @Test
  void noFileBeginsBeforeTheDiskHasTheOneBefore() throws Exception {
    device("/dev/null");
    ChainEnd end = end(1);
    end.write(SampleLog.entry(1));
    assertThatExceptionOfType(AuditException.class)
        .isThrownBy(() -> end.write(SampleLog.entry(2)))
        .withMessageContaining("expected the disk to store what was written");
    assertThat(new AuditFiles(directory).numbers()).containsExactly(1);
  }

  @Test
  void whereNothingWasWrittenNothingIsForced() throws Exception {
    device("/dev/null");
    ChainEnd end = end(1);
    end.force(0);
    end.check();
    assertThatCode(end::close).doesNotThrowAnyException();
  }

  @Test
  void aLogWithoutALineIsWhereItWas() throws Exception {
    ChainEnd end = end(1);
    assertThatCode(end::check).doesNotThrowAnyException();
    end.close();
  }

  @Test
  void anErrorOfTheDiskIsThrownAgainByEveryCall() throws Exception {
    device("/dev/null");
    ChainEnd end = end(1);
    end.write(SampleLog.entry(1));
    Throwable thrown = catchThrowable(() -> end.force(1));
    assertThat(thrown)
        .isInstanceOf(AuditException.class)
        .hasMessageContaining(directory.resolve("audit-000001.jsonl").toString());
    assertThatThrownBy(() -> end.force(1)).isSameAs(thrown);
    assertThatThrownBy(end::refresh).isSameAs(thrown);
    assertThatThrownBy(end::check).isSameAs(thrown);
    end.close();
  }

  @Test
  void anErrorOfTheDiskAtCloseIsThrownAndNobodyWaitsForever() throws Exception {
    device("/dev/null");
    ChainEnd end = end(1);
    end.write(SampleLog.entry(1));
    assertThatExceptionOfType(AuditException.class).isThrownBy(end::close);
    try (ExecutorService another = Executors.newSingleThreadExecutor()) {
      assertThatThrownBy(() -> another.submit(() -> force(end)).get())
          .hasRootCauseInstanceOf(IOException.class);
    }
  }

  @Test
  void nobodyWaitsForeverForAClosedLog() throws Exception {
    ChainEnd end = end(1);
    end.write(SampleLog.entry(1));
    end.close();
    try (ExecutorService another = Executors.newSingleThreadExecutor()) {
      assertThat(another.submit(() -> force(end)).get()).isEqualTo(1);
    }
  }

  @Test
  void aLineThatCannotBeCutOffAgainAddsTheReasonAsSuppressed() throws Exception {
    device("/dev/full");
    ChainEnd end = end(Long.MAX_VALUE);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> end.write(SampleLog.entry(1)))
        .withMessage("No space left on device")
        .satisfies(
            e -> assertThat(e.getSuppressed()).singleElement().isInstanceOf(IOException.class));
    assertThat(end.tail().sequence()).isZero();
    end.close();
  }

  private static long force(ChainEnd end) throws AuditException {
    end.force(1);
    return end.tail().sequence();
  }

  private void device(String path) throws IOException {
    Files.createSymbolicLink(new AuditFiles(directory).path(1), Path.of(path));
  }

  private ChainEnd end(long fileBytes) throws Exception {
    ChainEnd end = new ChainEnd(new AuditFiles(directory), fileBytes, fixed());
    end.refresh();
    return end;
  }

  private static InstantSource fixed() {
    return InstantSource.fixed(TickingClock.START);
  }
}
