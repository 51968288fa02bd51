package io.keyferry.agent.job;

import io.keyferry.agent.hsm.KeyTemplate;

/**
 * How this agent works.
 *
 * @param agentKeyLabel the label of the agent's own signing key in the token
 * @param concurrency how many jobs are worked on at once, at most
 * @param template the attributes of the keys that are generated
 */
public record WorkSettings(String agentKeyLabel, int concurrency, KeyTemplate template) {}
