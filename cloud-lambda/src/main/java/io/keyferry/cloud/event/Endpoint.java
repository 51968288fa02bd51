package io.keyferry.cloud.event;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Answers in the form of the call: a direct caller gets the answer itself, an HTTP caller a
 * response. Either gets a problem (RFC 9457) for a refused request: that is not a failure of the
 * function.
 */
public final class Endpoint {

  /** What a function does when it is invoked. */
  @FunctionalInterface
  public interface Work {
    /**
     * Returns the answer.
     *
     * @throws RefusedException with every violation of the request
     * @throws UnavailableException if the request may be repeated
     */
    Answer answer(Invocation invocation);
  }

  private Endpoint() {}

  /**
   * Reads the event, does the work and writes the answer.
   *
   * @param functionArn as invoked, with its alias if it was invoked through one
   */
  public static void handle(InputStream in, OutputStream out, String functionArn, Work work)
      throws IOException {
    String answer =
        Invocation.isFromApi(functionArn) ? overHttp(in, work) : answer(in, work).json();
    out.write(answer.getBytes(StandardCharsets.UTF_8));
  }

  private static Answer answer(InputStream in, Work work) throws IOException {
    try {
      return work.answer(Invocation.direct(in));
    } catch (RefusedException e) {
      return HttpAnswer.problem(e);
    }
  }

  private static String overHttp(InputStream in, Work work) throws IOException {
    try {
      return HttpAnswer.of(work.answer(Invocation.http(in)));
    } catch (RefusedException e) {
      return HttpAnswer.ofProblem(HttpAnswer.problem(e));
    } catch (UnavailableException e) {
      return HttpAnswer.unavailable(e);
    }
  }
}
