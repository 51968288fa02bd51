package io.keyferry.local.agent;

import io.keyferry.local.Layout;
import io.keyferry.local.gate.Credentials;
import io.keyferry.local.token.PreparedToken;
import io.keyferry.model.value.VerificationKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The agent's command line with a token.
 *
 * @param credentials for its calls to AWS
 */
public record AgentCommand(AgentProgram program, PreparedToken token, Credentials credentials) {

  /** The agent of the build. */
  public AgentCommand(Layout layout, PreparedToken token) {
    this(new AgentProgram.Built(layout), token, Credentials.of("none", "none"));
  }

  /** A copy with these credentials. */
  public AgentCommand with(Credentials others) {
    return new AgentCommand(program, token, others);
  }

  /**
   * Generates or finds the agent's signing key in the token.
   *
   * @throws IOException with the agent's output, if it refuses
   */
  public VerificationKey enrol(Path configuration) throws IOException, InterruptedException {
    return VerificationKey.ofPem(
        output("enrol", "--config", configuration.toString(), "--format", "pem"));
  }

  /** Runs a command to its end and returns its standard output. */
  public String output(String... arguments) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(words(List.of(arguments)));
    builder.environment().clear();
    builder.environment().putAll(environment());
    Path errors = Files.createTempFile("keyferry-agent", ".err");
    try {
      Process process = builder.redirectError(errors.toFile()).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      if (status != 0) {
        throw new IOException(
            "keyferry-agent %s exited with status %d: %s"
                .formatted(arguments[0], status, Files.readString(errors).strip()));
      }
      return output;
    } finally {
      Files.delete(errors);
    }
  }

  List<String> words(List<String> arguments) {
    return program.words(arguments);
  }

  /**
   * The caller's own environment, because a spy in front of the token is configured there, but
   * without its AWS credentials.
   */
  Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.keySet().removeIf(name -> name.startsWith("AWS_"));
    environment.putAll(credentials.environment());
    environment.putAll(token.environment());
    return environment;
  }
}
