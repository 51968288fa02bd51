package io.keyferry.evidence.log;

import io.keyferry.model.json.JsonCodec;
import io.keyferry.model.message.AuditEvent;
import io.keyferry.model.message.AuditLine;
import io.keyferry.model.value.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Someone who may write to the disk and knows the format as well as the agent does. */
final class Attacker {

  /** A line and its file. */
  record Line(int file, String text) {

    AuditLine read() {
      return JsonCodec.read(AuditLine.class, text.getBytes(StandardCharsets.UTF_8));
    }

    Line with(AuditLine line) {
      return new Line(file, new String(JsonCodec.write(line), StandardCharsets.UTF_8));
    }
  }

  private final AuditFiles files;
  private final List<Line> lines = new ArrayList<>();

  Attacker(Path directory) throws IOException {
    this.files = new AuditFiles(directory);
    for (int file : files.numbers()) {
      Files.readAllLines(files.path(file)).forEach(text -> lines.add(new Line(file, text)));
    }
  }

  Line line(int sequence) {
    return lines.get(sequence - 1);
  }

  int count() {
    return lines.size();
  }

  Attacker change(int sequence, Map<String, String> facts) {
    Line line = line(sequence);
    AuditLine old = line.read();
    lines.set(
        sequence - 1,
        line.with(
            new AuditLine(
                old.sequence(),
                old.at(),
                old.previous(),
                old.event(),
                old.importId(),
                old.attempt(),
                facts)));
    return this;
  }

  Attacker remove(int sequence) {
    lines.remove(sequence - 1);
    return this;
  }

  Attacker swapWithNext(int sequence) {
    Line first = line(sequence);
    Line second = line(sequence + 1);
    lines.set(sequence - 1, new Line(first.file(), second.text()));
    lines.set(sequence, new Line(second.file(), first.text()));
    return this;
  }

  Attacker insertAfter(int sequence, Line line) {
    lines.add(sequence, line);
    return this;
  }

  Attacker cutAfter(int sequence) {
    lines.subList(sequence, lines.size()).clear();
    return this;
  }

  Attacker removeSignedHeads() {
    lines.removeIf(line -> line.read().event() == AuditEvent.HEAD_SIGNED);
    return this;
  }

  /** Numbers the lines and sets each one's hash of the previous line. */
  Attacker chainAgain() {
    Sha256 previous = AuditLine.NONE;
    for (int at = 0; at < lines.size(); at++) {
      AuditLine old = lines.get(at).read();
      AuditLine chained =
          new AuditLine(
              at + 1, old.at(), previous, old.event(), old.importId(), old.attempt(), old.facts());
      lines.set(at, lines.get(at).with(chained));
      previous = Sha256.of(lines.get(at).text().getBytes(StandardCharsets.UTF_8));
    }
    return this;
  }

  /** Writes the lines in place of the old ones. */
  void write() throws IOException {
    Map<Integer, StringBuilder> texts = new TreeMap<>();
    for (Line line : lines) {
      texts
          .computeIfAbsent(line.file(), file -> new StringBuilder())
          .append(line.text())
          .append('\n');
    }
    for (int file : files.numbers()) {
      if (texts.containsKey(file)) {
        Files.writeString(files.path(file), texts.get(file));
      } else {
        Files.delete(files.path(file));
      }
    }
  }
}
