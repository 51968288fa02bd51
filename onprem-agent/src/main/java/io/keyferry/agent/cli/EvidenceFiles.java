package io.keyferry.agent.cli;

import io.keyferry.agent.config.ConfigurationException;
import io.keyferry.agent.config.GivenFile;
import io.keyferry.agent.config.PublicKeyFile;
import io.keyferry.evidence.file.DiskFault;
import io.keyferry.evidence.record.RecordFile;
import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.VerificationKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the input files of the commands that verify or show. */
final class EvidenceFiles {

  private static final int MAX_MATERIAL = 6144;

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

  /** Never quotes a file that is not a public key: it may be a private key. */
  static VerificationKey key(Path file) throws ConfigurationException {
    try {
      return PublicKeyFile.read(file);
    } catch (IOException e) {
      throw fault(
          file,
          "expected an EC P-256 public key as PEM (-----BEGIN PUBLIC KEY-----), found "
              + DiskFault.words(e));
    }
  }

  /** SHA-256 of a wrapped key. */
  static Sha256 material(Path file) throws ConfigurationException {
    String expected = "expected a wrapped key of 1 to %d bytes, found ".formatted(MAX_MATERIAL);
    try {
      return Sha256.of(GivenFile.read(file, MAX_MATERIAL));
    } catch (IOException e) {
      throw fault(file, expected + DiskFault.words(e));
    }
  }

  static ConfigurationException fault(Path file, @Nullable String fault) {
    return new ConfigurationException(file, List.of(String.valueOf(fault)));
  }
}
