package io.keyferry.local.run;

import io.keyferry.local.Layout;
import io.keyferry.local.agent.AgentPolicy;
import io.keyferry.local.localstack.LocalStackSource;
import io.keyferry.local.token.TokenKind;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What to start.
 *
 * @param folder for all files of the run; emptied first
 * @param kms how the KMS emulator is set up
 * @param localStack whose KMS and SQS replace ours
 */
public record RunSettings(
    Layout layout,
    Path folder,
    Token token,
    Agent agent,
    KmsOfRun kms,
    KeyPairs keyPairs,
    Optional<LocalStackSource> localStack) {

  /**
   * The token that serves as the HSM.
   *
   * @param library replaces the token's own
   */
  public record Token(TokenKind kind, Optional<Path> library) {}

  /**
   * The agent.
   *
   * @param started false if the user runs the agent
   */
  public record Agent(AgentPolicy policy, boolean started) {}

  /**
   * The wrapping key pairs of the KMS emulator.
   *
   * @param ahead how many it keeps ready
   * @param first how many of them are generated before the run is ready
   */
  public record KeyPairs(int ahead, int first) {}
}
