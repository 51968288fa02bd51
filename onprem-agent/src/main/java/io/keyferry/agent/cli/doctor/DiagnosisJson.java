package io.keyferry.agent.cli.doctor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A diagnosis for a program: {@code {"failures", "checks": [{"name", "result": "PASSED", "facts"} |
 * {…, "FAILED", "faults", "cure"} | {…, "SKIPPED", "reason"}]}}.
 */
final class DiagnosisJson {

  private DiagnosisJson() {}

  static String of(Diagnosis diagnosis) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("failures", diagnosis.failures());
      json.writeArrayFieldStart("checks");
      for (Diagnosis.Line line : diagnosis.lines()) {
        json.writeStartObject();
        json.writeStringField("name", line.name());
        write(line.finding(), json);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does not fail", e);
    }
    return text.toString();
  }

  private static void write(Finding finding, JsonGenerator json) throws IOException {
    switch (finding) {
      case Finding.Passed(List<String> facts) -> {
        json.writeStringField("result", "PASSED");
        write("facts", facts, json);
      }
      case Finding.Failed(List<String> faults, String cure) -> {
        json.writeStringField("result", "FAILED");
        write("faults", faults, json);
        json.writeStringField("cure", cure);
      }
      case Finding.Skipped(String reason) -> {
        json.writeStringField("result", "SKIPPED");
        json.writeStringField("reason", reason);
      }
    }
  }

  private static void write(String name, List<String> texts, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }
}
