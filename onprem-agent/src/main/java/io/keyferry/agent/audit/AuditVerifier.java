package io.keyferry.agent.audit;

import io.keyferry.agent.audit.AuditFault.Kind;
import io.keyferry.model.AuditHead;
import io.keyferry.model.AuditLine;
import io.keyferry.model.VerificationKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Verifies an audit log by itself: the chain of hashes, and the heads that were signed in the HSM.
 * Changes nothing, and may be used while an agent writes.
 */
public final class AuditVerifier {

  private final HeadCheck heads;
  private final LineReader lines;
  private final int files;
  private final Consumer<AuditLine> signed;

  /** What no signed head has vouched for yet: what an agent writes between two of them. */
  private final Deque<AuditLine> unsigned = new ArrayDeque<>();

  private Optional<StoredLine> last = Optional.empty();
  private long count;

  private AuditVerifier(HeadCheck heads, LineReader lines, int files, Consumer<AuditLine> signed) {
    this.heads = heads;
    this.lines = lines;
    this.files = files;
    this.signed = signed;
  }

  /**
   * Reads every line.
   *
   * @param key the agent's, known from its enrolment
   * @throws IOException if the directory or a file cannot be read: nothing is known then
   */
  public static AuditVerdict verify(Path directory, VerificationKey key) throws IOException {
    return verify(directory, key, line -> {});
  }

  /**
   * Reads every line, and passes on those that a signed head vouches for. Later lines can be
   * changed or cut off unseen, and so can all of them if the verdict is that the log is broken.
   *
   * @param key the agent's, known from its enrollment
   * @param signed receives the lines in their order
   * @throws IOException if the directory or a file cannot be read: nothing is known then
   */
  public static AuditVerdict verify(Path directory, VerificationKey key, Consumer<AuditLine> signed)
      throws IOException {
    // Before the lines: an agent that writes meanwhile must not look like one that lost lines.
    Optional<String> headFile = HeadFile.in(directory).read();
    HeadCheck heads = new HeadCheck(key);
    Optional<AuditFault> fault = headFile.flatMap(heads::open);
    AuditFiles files = new AuditFiles(directory);
    List<Integer> numbers = files.numbers();
    if (fault.isEmpty()) {
      fault = missing(numbers, headFile.isPresent());
    }
    if (fault.isPresent()) {
      return new AuditVerdict.Broken(fault.get());
    }
    try (LineReader lines = new LineReader(numbers.stream().map(files::path).toList())) {
      return new AuditVerifier(heads, lines, numbers.size(), signed).verdict();
    }
  }

  private static Optional<AuditFault> missing(List<Integer> numbers, boolean signed) {
    if (numbers.isEmpty() && signed) {
      return Optional.of(
          AuditFault.of(
              HeadFile.NAME, Kind.TRUNCATED, "expected the lines that it signs, found no file"));
    }
    for (int number = 1; number <= Math.max(1, numbers.size()); number++) {
      if (!numbers.contains(number)) {
        return Optional.of(
            AuditFault.of(
                AuditFiles.name(number),
                Kind.FILE_MISSING,
                "expected files numbered from 1 without a gap, found none with this number"));
      }
    }
    return Optional.empty();
  }

  private AuditVerdict verdict() throws IOException {
    for (Optional<StoredLine> next = lines.next(); next.isPresent(); next = lines.next()) {
      StoredLine line = next.get();
      Optional<AuditFault> fault = new ChainCheck(last, line, lines).fault(heads.file());
      if (fault.isEmpty()) {
        fault = heads.fault(line, last, lines.peek());
      }
      if (fault.isPresent()) {
        return new AuditVerdict.Broken(fault.get());
      }
      last = next;
      count++;
      unsigned.add(line.line().orElseThrow());
      passOn();
    }
    Optional<AuditFault> atEnd = heads.faultAtEnd(last);
    if (atEnd.isPresent()) {
      return new AuditVerdict.Broken(atEnd.get());
    }
    passOn();
    return holds();
  }

  private void passOn() {
    long upTo = heads.last().map(AuditHead::sequence).orElse(0L);
    while (!unsigned.isEmpty() && unsigned.getFirst().sequence() <= upTo) {
      signed.accept(unsigned.removeFirst());
    }
  }

  private AuditVerdict holds() {
    AuditLine end = last.flatMap(StoredLine::line).orElseThrow();
    long signed = heads.last().map(AuditHead::sequence).orElseThrow();
    return new AuditVerdict.Holds(files, count, heads.count(), end.sequence(), end.at(), signed);
  }
}
