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
 * @param library loaded in place of the token's own
 * @param withAgent false for those who run the agent themselves
 * @param policy what the agent is allowed
 * @param keyPairsAhead wrapping key pairs that the KMS emulator keeps ready
 * @param keyPairsFirst how many of them are made before the run is ready
 * @param kms how the KMS emulator is set up
 * @param localStack whose KMS and SQS take the place of ours
 */
public record RunSettings(
    Layout layout,
    Path folder,
    TokenKind token,
    Optional<Path> library,
    boolean withAgent,
    AgentPolicy policy,
    int keyPairsAhead,
    int keyPairsFirst,
    KmsOfRun kms,
    Optional<LocalStackSource> localStack) {}
