package io.keyferry.agent.hsm;

/** Refers to an object in its session. Meaningless outside this package and after the session. */
public interface KeyReference {}
