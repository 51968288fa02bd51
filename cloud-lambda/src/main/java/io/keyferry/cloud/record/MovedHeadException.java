package io.keyferry.cloud.record;

/** Another import ended first: its ceremony record is now the last of the chain. */
public final class MovedHeadException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public MovedHeadException(ChainHead read) {
    super("expected ceremony record %d to be the last, found another".formatted(read.number()));
  }
}
