package io.keyferry.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyferry.local.run.FunctionClient;
import io.keyferry.local.run.LocalRun;
import io.keyferry.model.record.ImportRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Shows an auditor's work: verifies the ceremony record and the audit log with public keys. */
final class RecordProof {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final LocalRun run;
  private final FunctionClient functions;
  private final Path folder;
  private final Screen screen;

  /**
   * @param folder of the run, with the public keys, where the record and its page are written
   */
  RecordProof(LocalRun run, FunctionClient functions, Path folder, Screen screen) {
    this.run = run;
    this.functions = functions;
    this.folder = folder;
    this.screen = screen;
  }

  /**
   * Verifies both.
   *
   * @throws IOException with the output of the agent's command line, if one does not hold
   */
  void show(ImportRecord imported) throws DemoFailure, IOException, InterruptedException {
    String signed =
        functions
            .ceremonyRecord(imported.importId())
            .orElseThrow(
                () -> new DemoFailure("reading the ceremony record", "the import has none"));
    String record = Files.writeString(folder.resolve("ceremony-record.jws"), signed).toString();
    String cloudKey = folder.resolve("cloud-key.pem").toString();
    String agentKey = folder.resolve("agent-key.pem").toString();
    JsonNode verdict =
        agent(
            "record", "verify", record, "--cloud-key", cloudKey, "--agent-key", agentKey, "--json");
    screen.line(
        "ceremony record %d holds: %d checks, signed by KMS and in the HSM",
        verdict.path("number").asLong(), held(verdict));
    JsonNode log =
        agent("audit", "verify", folder.resolve("audit").toString(), "--key", agentKey, "--json");
    screen.line(
        "the agent's audit log holds: %d lines, signed in the HSM up to line %d",
        log.path("lines").asLong(), log.path("signedSequence").asLong());
    String page = folder.resolve("ceremony-record.html").toString();
    run.agentCommand().output("record", "show", record, "--html", page);
  }

  private JsonNode agent(String... arguments) throws IOException, InterruptedException {
    return JSON.readTree(run.agentCommand().output(arguments));
  }

  private static long held(JsonNode verdict) {
    return verdict.path("checks").findValuesAsText("outcome").stream()
        .filter("HOLDS"::equals)
        .count();
  }
}
