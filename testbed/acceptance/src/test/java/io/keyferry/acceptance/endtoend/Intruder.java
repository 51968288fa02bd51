package io.keyferry.acceptance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.local.token.PreparedToken;
import io.keyferry.model.value.CkaId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** What someone who is logged in to the partition can do, with OpenSC's pkcs11-tool. */
record Intruder(PreparedToken token) {

  /** Generates an AES-256 key that can be wrapped. */
  void plant(CkaId id, String label) throws IOException, InterruptedException {
    generate(id, label, "--extractable");
  }

  /** Generates an unextractable AES-256 key. */
  void plantUnextractable(CkaId id, String label) throws IOException, InterruptedException {
    generate(id, label);
  }

  private void generate(CkaId id, String label, String... more)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("--keygen", "--key-type", "AES:32"));
    words.addAll(List.of("--id", id.hex(), "--label", label, "--sensitive"));
    words.addAll(List.of(more));
    run(words.toArray(String[]::new));
  }

  /** Generates a P-256 pair with this label, like the agent's own key. */
  void plantPair(CkaId id, String label) throws IOException, InterruptedException {
    run(
        "--keypairgen",
        "--key-type",
        "EC:prime256v1",
        "--id",
        id.hex(),
        "--label",
        label,
        "--sensitive");
  }

  void destroyPair(CkaId id) throws IOException, InterruptedException {
    run("--delete-object", "--type", "privkey", "--id", id.hex());
    run("--delete-object", "--type", "pubkey", "--id", id.hex());
  }

  void destroy(CkaId id) throws IOException, InterruptedException {
    run("--delete-object", "--type", "secrkey", "--id", id.hex());
  }

  private void run(String... arguments) throws IOException, InterruptedException {
    List<String> words =
        new ArrayList<>(
            List.of("pkcs11-tool", "--module", token.library().toString(), "--login", "--pin"));
    words.add(Files.readString(token.pinFile()));
    words.addAll(List.of("--token-label", token.label()));
    words.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().putAll(token.environment());
    Process tool = builder.start();
    String output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(tool.waitFor()).as(output).isZero();
  }
}
