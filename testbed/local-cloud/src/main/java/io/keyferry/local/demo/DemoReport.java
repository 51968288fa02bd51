package io.keyferry.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.model.json.JsonCodec;
import io.keyferry.model.record.ImportRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The demo's figures and records as JSON. */
final class DemoReport {

  private static final ObjectMapper JSON = new ObjectMapper();

  private DemoReport() {}

  static JsonNode record(ImportRecord imported) throws IOException {
    return JSON.readTree(JsonCodec.write(imported));
  }

  static String pretty(ImportRecord imported) throws IOException {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(record(imported));
  }

  static void write(Path file, DemoSettings settings, Figures figures, List<ImportRecord> records)
      throws IOException {
    ObjectNode report = JSON.createObjectNode();
    report.put("token", settings.run().token().kind().name());
    report.put("localStack", settings.run().localStack().isPresent());
    report.put("algorithm", settings.algorithm().name());
    report.put("keysRequested", settings.keys());
    report.put("keysEnabled", records.size());
    report.put("agentReadyMillis", figures.agentReady().toMillis());
    report.put("agentResidentBytes", figures.agentResidentBytes());
    report.put("medianMillisToEnabled", figures.median().toMillis());
    figures
        .warmMedian()
        .ifPresent(warm -> report.put("medianMillisToEnabledWarm", warm.toMillis()));
    ArrayNode times = report.putArray("millisToEnabled");
    figures.toEnabled().stream().map(Duration::toMillis).forEach(times::add);
    ArrayNode all = report.putArray("records");
    for (ImportRecord imported : records) {
      all.add(record(imported));
    }
    Files.writeString(
        file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n");
  }
}
