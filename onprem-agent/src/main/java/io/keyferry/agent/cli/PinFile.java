package io.keyferry.agent.cli;

import static java.nio.file.attribute.PosixFilePermission.GROUP_READ;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_READ;

import io.keyferry.agent.hsm.Pin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Set;

/**
 * A file that holds a PIN in UTF-8, with or without a line break at its end. What is read is wiped,
 * but for the {@link Pin}.
 *
 * @param mayNotRead who must not be able to read the file
 */
record PinFile(Path path, Set<PosixFilePermission> mayNotRead) {

  private static final int MOST_BYTES = 1024;

  /** A file of the operator's: only its owner may read it. */
  static PinFile ofOperator(Path path) {
    return new PinFile(path, Set.of(GROUP_READ, OTHERS_READ));
  }

  /**
   * A systemd credential. Where it has an access control list for the service's user, its group
   * bits are the list's mask and tell nothing about a group.
   */
  static PinFile ofSystemd(Path path) {
    return new PinFile(path, Set.of(OTHERS_READ));
  }

  Pin read() throws PinException {
    byte[] bytes = new byte[0];
    try {
      checkMode();
      try (InputStream file = Files.newInputStream(path)) {
        bytes = file.readNBytes(MOST_BYTES + 1);
      }
      if (bytes.length > MOST_BYTES) {
        throw new PinException(
            "expected a PIN of at most %d bytes in %s, found more".formatted(MOST_BYTES, path));
      }
      return new Pin(chars(bytes, withoutLineBreak(bytes)));
    } catch (NoSuchFileException e) {
      throw new PinException("expected the token's PIN in %s, found no such file".formatted(path));
    } catch (IOException e) {
      throw new PinException("could not read the token's PIN from %s: %s".formatted(path, e));
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private void checkMode() throws IOException, PinException {
    for (PosixFilePermission permission : Files.getPosixFilePermissions(path)) {
      if (mayNotRead.contains(permission)) {
        throw new PinException(
            "expected that only its owner can read the PIN file %s, found %s: chmod 600 %s"
                .formatted(path, permission, path));
      }
    }
  }

  private static int withoutLineBreak(byte[] bytes) {
    int length = bytes.length;
    if (length > 0 && bytes[length - 1] == '\n') {
      length--;
    }
    if (length > 0 && bytes[length - 1] == '\r') {
      length--;
    }
    return length;
  }

  private char[] chars(byte[] bytes, int length) throws PinException {
    if (length == 0) {
      throw new PinException("expected the token's PIN in %s, found nothing".formatted(path));
    }
    CharBuffer decoded = CharBuffer.allocate(length);
    try {
      ByteBuffer utf8 = ByteBuffer.wrap(bytes, 0, length);
      if (StandardCharsets.UTF_8.newDecoder().decode(utf8, decoded, true).isError()) {
        throw new PinException("expected a PIN in UTF-8 in %s, found other bytes".formatted(path));
      }
      return Arrays.copyOf(decoded.array(), decoded.position());
    } finally {
      Arrays.fill(decoded.array(), '\0');
    }
  }
}
