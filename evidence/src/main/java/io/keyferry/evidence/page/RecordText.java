package io.keyferry.evidence.page;

import io.keyferry.evidence.record.OfflineContent;
import io.keyferry.evidence.record.RecordContent;
import io.keyferry.evidence.text.Printable;
import java.util.List;

/** A record as text for a terminal. */
public final class RecordText {

  private RecordText() {}

  /**
   * The text, without a line feed at its end.
   *
   * @param verify the command that verifies the record
   */
  public static String of(RecordContent content, String verify) {
    return of(RecordSections.of(content), verify);
  }

  /** The text of an offline record. */
  public static String of(OfflineContent content, String verify) {
    return of(OfflineSections.of(content), verify);
  }

  private static String of(List<RecordSection> sections, String verify) {
    int width =
        sections.stream()
            .flatMap(section -> section.facts().stream())
            .mapToInt(fact -> fact.name().length())
            .max()
            .orElse(0);
    StringBuilder text = new StringBuilder();
    text.append("NOT VERIFIED: this shows what the record says. To verify it:\n  ")
        .append(Printable.line(verify));
    for (RecordSection section : sections) {
      text.append("\n\n").append(section.title());
      section.facts().forEach(fact -> append(fact, width, text));
    }
    return text.toString();
  }

  private static void append(RecordFact fact, int width, StringBuilder text) {
    String indent = " ".repeat(width + 4);
    text.append("\n  ").append(fact.name()).append(" ".repeat(width + 2 - fact.name().length()));
    text.append(fact.value());
    fact.note().ifPresent(note -> text.append('\n').append(indent).append("  ").append(note));
  }
}
