package io.keyferry.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A function that does nothing, to measure what Lambda's runtime costs by itself. */
public final class EmptyHandler {

  /** The method that Lambda calls. */
  static final String NAME = EmptyHandler.class.getName() + "::handle";

  /** Reads the event and returns an empty object. */
  public void handle(InputStream in, OutputStream out) throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
    out.write("{}".getBytes(StandardCharsets.UTF_8));
  }
}
