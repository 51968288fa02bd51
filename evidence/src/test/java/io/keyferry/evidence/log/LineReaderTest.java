package io.keyferry.evidence.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.model.value.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every byte of a file is in one line or ends one, whatever byte it is. */
class LineReaderTest {

  private static final int MAX = StoredLine.MAX_BYTES;

  @TempDir Path directory;

  @Test
  void zerosAreBytesLikeAnyOther() throws IOException {
    assertLines(
        bytes(0, 'a', 0, '\n', 0, '\n', '\n', 0),
        line(1, bytes(0, 'a', 0), true),
        line(2, bytes(0), true),
        line(3, bytes(), true),
        line(4, bytes(0), false));
  }

  @Test
  void aLineOfTheMostBytesIsOneLine() throws IOException {
    byte[] max = filled(MAX);
    assertLines(joined(max, bytes('\n')), line(1, max, true));
  }

  @Test
  void aLongerLineComesInPieces() throws IOException {
    byte[] piece = joined(filled(MAX), bytes('y'));
    assertLines(joined(piece, bytes('z', '\n')), line(1, piece, true), line(2, bytes('z'), true));
  }

  @Test
  void aPieceMayEndWithAZero() throws IOException {
    byte[] piece = joined(filled(MAX), bytes(0));
    assertLines(joined(piece, bytes('z')), line(1, piece, true), line(2, bytes('z'), false));
  }

  private void assertLines(byte[] content, StoredLine... lines) throws IOException {
    List<StoredLine> read = new ArrayList<>();
    Path file = Files.write(directory.resolve("lines"), content);
    Path empty = Files.createFile(directory.resolve("empty"));
    try (LineReader reader = new LineReader(List.of(file, empty))) {
      for (Optional<StoredLine> next = reader.next(); next.isPresent(); next = reader.next()) {
        read.add(next.get());
      }
    }
    assertThat(read)
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("flaw")
        .containsExactly(lines);
  }

  private static StoredLine line(int number, byte[] bytes, boolean ended) {
    return new StoredLine("lines", number, Sha256.of(bytes), ended, Optional.empty(), "");
  }

  private static byte[] filled(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 'x');
    return bytes;
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int at = 0; at < values.length; at++) {
      bytes[at] = (byte) values[at];
    }
    return bytes;
  }

  private static byte[] joined(byte[] first, byte[] then) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.writeBytes(first);
    joined.writeBytes(then);
    return joined.toByteArray();
  }
}
