package io.keyferry.agent.job.check;

import io.keyferry.agent.hsm.KeyTemplate;
import java.time.Duration;

/**
 * The settings for jobs.
 *
 * @param agentKeyLabel the label of the agent's own signing key in the token
 * @param concurrency max jobs at once
 * @param poll how long a receive waits for the first message, whole seconds up to 20
 * @param visibility how long a received message is hidden, whole seconds; extended during
 *     processing, so it matters only after a crash
 * @param template the attributes of generated keys
 */
public record WorkSettings(
    String agentKeyLabel,
    int concurrency,
    Duration poll,
    Duration visibility,
    KeyTemplate template) {}
