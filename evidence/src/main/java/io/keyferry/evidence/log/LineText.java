package io.keyferry.evidence.log;

import io.keyferry.evidence.text.Printable;
import io.keyferry.model.json.JsonCodec;
import io.keyferry.model.message.AuditLine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Turns an entry into the bytes of a line. */
final class LineText {

  private LineText() {}

  /** The line after that end, without a line feed. */
  static byte[] after(Tail tail, Instant at, AuditEntry entry) {
    Map<String, String> facts = new TreeMap<>();
    entry.facts().forEach((name, fact) -> facts.put(name, cut(plain(fact))));
    byte[] json =
        JsonCodec.write(
            new AuditLine(
                tail.sequence() + 1,
                at,
                tail.hash(),
                entry.event(),
                entry.importId(),
                entry.attempt(),
                facts));
    // People read the file in a terminal. JSON has these characters as their escapes, too.
    return Printable.line(new String(json, StandardCharsets.UTF_8))
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Characters beyond the Basic Multilingual Plane, and halves of them, by their number: UTF-8 has
   * none for a half, and the JSON writer fails on a pair that lies across one of its chunks.
   */
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints()
        .forEach(point -> {
          if (Character.isBmpCodePoint(point) && !Character.isSurrogate((char) point)) {
            plain.append((char) point);
          } else {
            plain.append("U+%X".formatted(point));
          }
        });
    return plain.toString();
  }

  private static String cut(String text) {
    return text.length() <= AuditLine.MAX_FACT
        ? text
        : text.substring(0, AuditLine.MAX_FACT - 1) + "…";
  }
}
