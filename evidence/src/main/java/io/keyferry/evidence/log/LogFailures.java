package io.keyferry.evidence.log;

import io.keyferry.evidence.file.DiskFault;
import java.io.IOException;
import java.nio.file.Path;

/** The messages about why a log cannot be written. */
final class LogFailures {

  private static final String KEEP =
      "keep the directory as it is for an auditor ('keyferry-agent audit verify' names the line), move it aside and"
          + " start a new log in an empty one";

  private LogFailures() {}

  static AuditException noDirectory(Path directory) {
    return new AuditException(
        "expected a directory for the audit log, found none at %s: create it with mode 0700, owned by the agent's user"
            .formatted(directory));
  }

  static AuditException notWritten(Path directory, IOException cause) {
    return new AuditException(
        "expected to write to the audit log in %s, found '%s': free space there and let the agent's user write there; the agent then resumes by itself"
            .formatted(directory, DiskFault.words(cause)),
        cause);
  }

  static AuditException notForced(Path file, IOException cause) {
    return new AuditException(
        "expected the disk to store what was written to %s, found '%s', which leaves unknown which lines it has: check the disk, run 'keyferry-agent audit verify', restart the agent"
            .formatted(file, DiskFault.words(cause)),
        cause);
  }

  static AuditException notALine(Path file, String found) {
    return new AuditException(
        "expected %s to end with a line of an audit log, found: %s: %s"
            .formatted(file, found, KEEP));
  }

  static AuditException linesGone(Path directory, long expected, long found) {
    return new AuditException(
        "expected line %d of the audit log in %s as this agent left it, found another there or none, and the log's end at line %d: lines were cut off or changed: %s"
            .formatted(expected, directory, found, KEEP));
  }

  static AuditException fileGone(Path file) {
    return new AuditException(
        "expected the audit log's last lines in %s, found no such file or a shorter one: restore it; if it is lost, %s"
            .formatted(file, KEEP));
  }

  static AuditException cutOff(Path headFile, long signed, long found) {
    return new AuditException(
        "expected line %d of the audit log, which %s signs, found the log's end at line %d: lines were cut off: %s"
            .formatted(signed, headFile, found, KEEP));
  }

  static AuditException notAHead(Path file, String found) {
    return new AuditException(
        "expected %s to be the last signed head of the audit log, found: %s: %s"
            .formatted(file, found, KEEP));
  }
}
