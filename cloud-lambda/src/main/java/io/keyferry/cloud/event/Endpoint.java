package io.keyferry.cloud.event;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Answers in the manner of the call: a direct caller gets the answer itself or a function error, an
 * HTTP caller a response.
 */
public final class Endpoint {

  /** What a function does when it is called. */
  @FunctionalInterface
  public interface Work {
    /**
     * The answer's JSON, in UTF-8.
     *
     * @throws RefusedException with all that is wrong with the request
     */
    byte[] answer(Invocation invocation);
  }

  private final int success;

  /**
   * An endpoint of one function.
   *
   * @param success the HTTP status of an answer
   */
  public Endpoint(int success) {
    this.success = success;
  }

  /** Reads the event, has the work done and writes the answer. */
  public void handle(InputStream in, OutputStream out, Work work) throws IOException {
    Invocation invocation = Invocation.read(in);
    out.write(
        switch (invocation) {
          case Invocation.Direct direct -> work.answer(direct);
          case Invocation.Http http -> overHttp(http, work);
        });
  }

  private byte[] overHttp(Invocation.Http http, Work work) {
    try {
      return HttpAnswer.of(success, work.answer(http));
    } catch (RefusedException e) {
      return HttpAnswer.problem(e);
    }
  }
}
