package io.keyferry.evidence.page;

import io.keyferry.evidence.page.RecordFact.Form;
import io.keyferry.evidence.text.Printable;
import io.keyferry.model.value.UtcTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A group of facts under one heading. */
public record RecordSection(String title, List<RecordFact> facts) {

  public RecordSection {
    facts = List.copyOf(facts);
  }

  static Builder titled(String title) {
    return new Builder(title);
  }

  /** Collects facts in order and makes each printable. */
  static final class Builder {

    private final String title;
    private final List<RecordFact> facts = new ArrayList<>();

    private Builder(String title) {
      this.title = title;
    }

    Builder text(String name, String value) {
      return fact(name, value, Form.TEXT);
    }

    Builder code(String name, Object value) {
      return fact(name, value.toString(), Form.CODE);
    }

    Builder time(String name, Instant value) {
      return fact(name, UtcTime.format(value), Form.CODE);
    }

    /** A value that may be missing, and what to show then. */
    Builder code(String name, Optional<?> value, String without) {
      return value.isPresent() ? code(name, value.get()) : text(name, without);
    }

    /** The same, with a note if it is not missing. */
    void code(String name, Optional<?> value, String without, String note) {
      code(name, value, without);
      if (value.isPresent()) {
        note(note);
      }
    }

    /** Explains the previous fact. */
    Builder note(String note) {
      RecordFact last = facts.removeLast();
      facts.add(new RecordFact(last.name(), last.value(), last.form(), Optional.of(note)));
      return this;
    }

    private Builder fact(String name, String value, Form form) {
      String shown = value.isEmpty() ? "(empty)" : Printable.line(value);
      facts.add(new RecordFact(Printable.line(name), shown, form, Optional.empty()));
      return this;
    }

    RecordSection build() {
      return new RecordSection(title, facts);
    }
  }
}
