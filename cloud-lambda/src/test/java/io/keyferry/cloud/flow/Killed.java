package io.keyferry.cloud.flow;

/** Ends a process: nothing in it can clean up. */
public final class Killed extends Error {
  private static final long serialVersionUID = 1L;
}
