package io.keyferry.agent.hsm;

/**
 * A mechanism that is needed.
 *
 * @param mechanism its name and number; several where any one of them will do
 * @param purpose to complete "needed for …"
 */
public record MechanismNeed(String mechanism, String purpose, boolean offered) {}
