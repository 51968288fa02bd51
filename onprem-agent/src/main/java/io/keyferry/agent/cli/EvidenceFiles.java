package io.keyferry.agent.cli;

import io.keyferry.agent.audit.DiskFault;
import io.keyferry.agent.audit.record.RecordFile;
import io.keyferry.model.InvalidValueException;
import io.keyferry.model.Sha256;
import io.keyferry.model.VerificationKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what the commands that verify or show are given, or says why it cannot. */
final class EvidenceFiles {

  private static final int LONGEST_KEY = 16 * 1024;
  private static final int LONGEST_MATERIAL = 6144;
  private static final int SHOWN = 40;

  private EvidenceFiles() {}

  static RecordFile record(Path file) throws ConfigurationException {
    try {
      return RecordFile.read(file);
    } catch (IOException e) {
      throw fault(file, "expected a file with a ceremony record, found " + DiskFault.words(e));
    } catch (InvalidValueException e) {
      throw fault(file, e.getMessage());
    }
  }

  /** Tells no content of a file that is no public key: it may be a private one. */
  static VerificationKey key(Path file) throws ConfigurationException {
    try {
      return readKey(file);
    } catch (IOException e) {
      throw fault(
          file,
          "expected an EC P-256 public key as PEM (-----BEGIN PUBLIC KEY-----), found "
              + DiskFault.words(e));
    }
  }

  /**
   * Reads a public key.
   *
   * @throws IOException if there is none: says what was found, without its content
   */
  static VerificationKey readKey(Path file) throws IOException {
    byte[] bytes = GivenFile.read(file, LONGEST_KEY);
    String text = new String(bytes, StandardCharsets.UTF_8);
    try {
      return VerificationKey.ofPem(text);
    } catch (InvalidValueException e) {
      throw GivenFile.found(file, bytes.length + " bytes, " + form(text));
    }
  }

  /** SHA-256 of a wrapped key. */
  static Sha256 material(Path file) throws ConfigurationException {
    String expected = "expected a wrapped key of 1 to %d bytes, found ".formatted(LONGEST_MATERIAL);
    try {
      return Sha256.of(GivenFile.read(file, LONGEST_MATERIAL));
    } catch (IOException e) {
      throw fault(file, expected + DiskFault.words(e));
    }
  }

  private static String form(String text) {
    return text.lines()
        .findFirst()
        .filter(line -> line.startsWith("-----BEGIN "))
        .map(line -> "beginning with '" + line.substring(0, Math.min(SHOWN, line.length())) + "'")
        .orElse("not PEM");
  }

  static ConfigurationException fault(Path file, @Nullable String fault) {
    return new ConfigurationException(file, List.of(String.valueOf(fault)));
  }
}
