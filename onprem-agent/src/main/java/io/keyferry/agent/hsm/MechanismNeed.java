package io.keyferry.agent.hsm;

/**
 * A required mechanism.
 *
 * @param mechanism its name and number; several if any one of them will do
 * @param purpose completes "needed for …"
 */
public record MechanismNeed(String mechanism, String purpose, boolean offered) {}
