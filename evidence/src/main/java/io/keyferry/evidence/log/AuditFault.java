package io.keyferry.evidence.log;

/**
 * The first thing found wrong with a log.
 *
 * @param file its name
 * @param line the line in that file, from 1; 0 for the whole file
 * @param sequence the sequence that the line has or should have; 0 if unknown
 * @param sentence what was expected and what was found
 */
public record AuditFault(Kind kind, String file, long line, long sequence, String sentence) {

  /** What was done to the log, as far as it can be determined. */
  public enum Kind {
    /** The bytes of a line are not those whose hash is in the next line. */
    LINE_CHANGED,
    /** Lines between two others are missing. */
    LINE_MISSING,
    /** The lines are out of order. */
    LINES_REORDERED,
    /** A line was added to the chain. */
    LINE_ADDED,
    /** Not a line of an audit log. */
    NOT_A_LINE,
    /** The last line has no line feed: a crash, or bytes were cut off. */
    TORN,
    /** Lines and the hashes after them were changed, which an earlier signature shows. */
    REWRITTEN,
    /** Signed lines at the end are missing. */
    TRUNCATED,
    /** A number is missing among the files. */
    FILE_MISSING,
    /** A head is not signed by the key. */
    HEAD_NOT_OF_KEY,
    /** Heads were signed, but {@code head.jws} is missing. */
    HEAD_FILE_MISSING,
    /** No head was signed: nothing vouches for any line. */
    NOTHING_SIGNED
  }

  static AuditFault at(StoredLine line, Kind kind, String sentence) {
    return new AuditFault(
        kind,
        line.file(),
        line.number(),
        line.line().map(found -> found.sequence()).orElse(0L),
        sentence);
  }

  static AuditFault of(String file, Kind kind, String sentence) {
    return new AuditFault(kind, file, 0, 0, sentence);
  }

  /** One sentence that starts with the location. */
  public String text() {
    return file
        + (line > 0 ? ", line " + line : "")
        + (sequence > 0 ? " (sequence " + sequence + ")" : "")
        + ": "
        + sentence;
  }
}
