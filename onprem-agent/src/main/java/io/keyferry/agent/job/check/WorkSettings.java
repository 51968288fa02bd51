package io.keyferry.agent.job.check;

import io.keyferry.agent.hsm.KeyTemplate;
import java.time.Duration;

/**
 * How this agent works.
 *
 * @param agentKeyLabel the label of the agent's own signing key in the token
 * @param concurrency how many jobs are worked on at once, at most
 * @param poll how long a receive waits for the first message, whole seconds up to 20
 * @param visibility for how long a received message is hidden, whole seconds; extended while it is
 *     in hand, so it matters after a crash only
 * @param template the attributes of the keys that are generated
 */
public record WorkSettings(
    String agentKeyLabel,
    int concurrency,
    Duration poll,
    Duration visibility,
    KeyTemplate template) {}
