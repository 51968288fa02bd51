package io.keyferry.evidence.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.model.testing.EcSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every byte of every signed line, with one bit flipped. */
class FlippedByteTest {

  private static final long SEED = 20261123;

  @TempDir Path directory;

  private final EcSigner agent = EcSigner.create();
  private final Random random = new Random(SEED);

  @Test
  void aBitTurnedInAnySignedLineIsFoundAndItsLineNamed() throws Exception {
    int covered = 4;
    try (AuditLog log = SampleLog.open(directory, new TickingClock())) {
      log.append(SampleLog.entry(1));
      log.append(SampleLog.entry(2));
      log.signHead(agent);
      log.append(SampleLog.entry(3));
      log.signHead(agent);
    }
    AuditFiles files = new AuditFiles(directory);
    List<String> wrong = new ArrayList<>();
    int line = 0;
    int tried = 0;
    for (int file : files.numbers()) {
      byte[] content = Files.readAllBytes(files.path(file));
      int number = 1;
      for (int at = 0; at < content.length && line + number <= covered; at++) {
        boolean lineFeed = content[at] == '\n';
        byte[] flipped = content.clone();
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        Files.write(files.path(file), flipped);
        String place = "%s, line %d".formatted(AuditFiles.name(file), number);
        if (!found().startsWith(place)) {
          wrong.add("byte %d of %s: %s".formatted(at, place, found()));
        }
        tried++;
        number += lineFeed ? 1 : 0;
      }
      line += number - 1;
      Files.write(files.path(file), content);
    }
    assertThat(wrong).isEmpty();
    assertThat(tried).isGreaterThan(1000);
    assertThat(found()).isEqualTo("holds");
  }

  @Test
  void aBitTurnedInTheHeadFileIsFound() throws Exception {
    SampleLog.write(directory, 1, agent);
    Path file = directory.resolve("head.jws");
    byte[] content = Files.readAllBytes(file);
    for (int at = 0; at < content.length; at++) {
      byte[] flipped = content.clone();
      flipped[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, flipped);
      assertThat(found()).as("byte %d", at).startsWith("head.jws: ");
    }
  }

  private String found() throws IOException {
    return switch (AuditVerifier.verify(directory, agent.verificationKey())) {
      case AuditVerdict.Holds _ -> "holds";
      case AuditVerdict.Broken log -> log.fault().text();
    };
  }
}
