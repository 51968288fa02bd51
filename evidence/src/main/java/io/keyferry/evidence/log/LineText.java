package io.keyferry.evidence.log;

import io.keyferry.evidence.text.Printable;
import io.keyferry.model.json.JsonCodec;
import io.keyferry.model.message.AuditLine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Formats an entry as the bytes of a line. */
final class LineText {

  private LineText() {}

  /** The line that follows the tail, without a line feed. */
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
    // People read the file in a terminal, so these characters are written as JSON escapes.
    return Printable.line(new String(json, StandardCharsets.UTF_8))
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Writes characters beyond the Basic Multilingual Plane and unpaired surrogates by number: UTF-8
   * cannot hold an unpaired surrogate, and the JSON writer fails on a pair that spans two of its
   * chunks.
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
