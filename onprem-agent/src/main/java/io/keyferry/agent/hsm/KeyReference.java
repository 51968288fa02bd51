package io.keyferry.agent.hsm;

/** What a session knows an object by. Means nothing outside this package and after the session. */
public interface KeyReference {}
