package io.keyferry.evidence.log;

import io.keyferry.evidence.log.AuditFault.Kind;
import io.keyferry.model.message.AuditHead;
import io.keyferry.model.message.AuditLine;
import io.keyferry.model.value.VerificationKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Verifies an audit log on its own: the chain of hashes, and the heads that were signed in the HSM.
 * It changes nothing and can run while an agent writes.
 */
public final class AuditVerifier {

  private final HeadCheck heads;
  private final LineReader lines;
  private final int files;
  private final Consumer<AuditLine> signed;

  /** Lines that no signed head vouches for yet: those between two signed heads. */
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
   * @param key the agent's key, known from its enrollment
   * @throws IOException if the directory or a file cannot be read: the result is unknown
   */
  public static AuditVerdict verify(Path directory, VerificationKey key) throws IOException {
    return verify(List.of(directory), key);
  }

  /**
   * Reads every line of a log whose oldest files were archived elsewhere.
   *
   * @param directories the directories of the archived files, then that of the log
   */
  public static AuditVerdict verify(List<Path> directories, VerificationKey key)
      throws IOException {
    return verify(directories, key, true, line -> {});
  }

  /**
   * Reads every line of the files that exist, and passes on those that a signed head vouches for.
   * Later lines can be changed or cut off unnoticed, and so can all lines if the log is broken. The
   * oldest files may be missing: the signed heads vouch for the rest.
   *
   * @param signed receives the lines in order
   */
  public static AuditVerdict verifyPresent(
      Path directory, VerificationKey key, Consumer<AuditLine> signed) throws IOException {
    return verify(List.of(directory), key, false, signed);
  }

  private static AuditVerdict verify(
      List<Path> directories, VerificationKey key, boolean all, Consumer<AuditLine> signed)
      throws IOException {
    // Read before the lines: an agent that writes meanwhile must not seem to have lost lines.
    Optional<String> headFile = HeadFile.in(directories.getLast()).read();
    HeadCheck heads = new HeadCheck(key);
    Optional<AuditFault> fault = headFile.flatMap(heads::open);
    SortedMap<Integer, Path> files = new TreeMap<>();
    for (Path directory : directories) {
      AuditFiles own = new AuditFiles(directory);
      own.numbers().forEach(number -> files.put(number, own.path(number)));
    }
    int first = all || files.isEmpty() ? 1 : files.firstKey();
    if (fault.isEmpty()) {
      fault = missing(files, first, headFile.isPresent());
    }
    if (fault.isPresent()) {
      return new AuditVerdict.Broken(fault.get());
    }
    try (LineReader lines = new LineReader(List.copyOf(files.values()))) {
      return new AuditVerifier(heads, lines, files.size(), signed).verdict(first > 1);
    }
  }

  private static Optional<AuditFault> missing(
      SortedMap<Integer, Path> files, int first, boolean signed) {
    if (files.isEmpty() && signed) {
      return Optional.of(
          AuditFault.of(
              HeadFile.NAME, Kind.TRUNCATED, "expected the lines that it signs, found no file"));
    }
    if (files.isEmpty()) {
      return Optional.of(
          AuditFault.of(
              AuditFiles.name(1),
              Kind.FILE_MISSING,
              "expected the files of an audit log, found none in this directory: name the one that audit.directory in agent.yml names; if this is it, its files were removed"));
    }
    for (int number = first; number < first + files.size(); number++) {
      if (!files.containsKey(number)) {
        return Optional.of(
            AuditFault.of(
                AuditFiles.name(number),
                Kind.FILE_MISSING,
                "expected files numbered from %d without a gap, found none with this number: if it was archived, name its directory before the log's"
                    .formatted(first)));
      }
    }
    return Optional.empty();
  }

  /**
   * @param later whether the first line follows an archived one
   */
  private AuditVerdict verdict(boolean later) throws IOException {
    if (later) {
      takeAsTheFirst(lines.next());
    }
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

  /** The signed heads after it vouch for it, as for every line before them. */
  private void takeAsTheFirst(Optional<StoredLine> line) {
    last = line.filter(stored -> stored.line().isPresent());
    last.flatMap(StoredLine::line).ifPresent(unsigned::add);
    count += last.isPresent() ? 1 : 0;
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
