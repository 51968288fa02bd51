package io.keyferry.cloud.flow;

/** What ends a process: nothing in it can tidy up. */
public final class Killed extends Error {
  private static final long serialVersionUID = 1L;
}
