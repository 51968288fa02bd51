package io.keyferry.evidence.log;

/**
 * The first thing found wrong with a log.
 *
 * @param file its name
 * @param line in that file, from 1; 0 if it is about the whole file
 * @param sequence that the line says or should say; 0 if none is known
 * @param sentence what was expected and what was found
 */
public record AuditFault(Kind kind, String file, long line, long sequence, String sentence) {

  /** What was done to the log, as far as it can be told. */
  public enum Kind {
    /** The bytes of a line are not those that were hashed into the next. */
    LINE_CHANGED,
    /** Lines between two others are gone. */
    LINE_MISSING,
    /** The lines are there, in another order. */
    LINES_REORDERED,
    /** A line stands where the chain has none. */
    LINE_ADDED,
    /** Not a line of an audit log. */
    NOT_A_LINE,
    /** The last line has no line feed: a crash, or bytes were cut off. */
    TORN,
    /** Lines and the hashes after them were changed, and a signature from before tells. */
    REWRITTEN,
    /** Signed lines at the end are gone. */
    TRUNCATED,
    /** A number is missing among the files. */
    FILE_MISSING,
    /** A head is not signed by the key. */
    HEAD_NOT_OF_KEY,
    /** Heads were signed, and {@code head.jws} is gone. */
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

  /** One sentence that begins with the place. */
  public String text() {
    return file
        + (line > 0 ? ", line " + line : "")
        + (sequence > 0 ? " (sequence " + sequence + ")" : "")
        + ": "
        + sentence;
  }
}
