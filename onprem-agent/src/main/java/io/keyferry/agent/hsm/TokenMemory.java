package io.keyferry.agent.hsm;

/**
 * The memory for private objects in a token, in bytes ({@code ulFreePrivateMemory}, {@code
 * ulTotalPrivateMemory}).
 */
public record TokenMemory(long free, long total) {}
