package io.keyferry.cloud.event;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Answers in the manner of the call: a direct caller gets the answer itself, an HTTP caller a
 * response. A request that is refused is answered with a problem (RFC 9457) in either manner: it is
 * no failure of the function.
 */
public final class Endpoint {

  /** What a function does when it is called. */
  @FunctionalInterface
  public interface Work {
    /**
     * The answer.
     *
     * @throws RefusedException with all that is wrong with the request
     * @throws UnavailableException if the request may be repeated
     */
    Answer answer(Invocation invocation);
  }

  private Endpoint() {}

  /**
   * Reads the event, has the work done and writes the answer.
   *
   * @param functionArn as it was invoked, with its alias if it was invoked by one
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
