package io.keyferry.kmsemulator;

import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.KmsRequest;
import java.util.Optional;

/**
 * Two moments of a request at which a test can do harm. Both run on the request's own thread: to
 * delay an answer, wait here.
 */
public interface KmsInterceptor {

  /** What becomes of an answer that is ready. */
  enum Delivery {
    /** It is written. */
    SEND,
    /**
     * The connection is closed without a byte. {@code HttpURLConnection} sends such a request once
     * more of its own accord before the SDK sees a failure ({@code sun.net.http.retryPost}).
     */
    DROP
  }

  /**
   * Before the operation is executed.
   *
   * @return the error to answer instead of executing it; empty to go on
   */
  default Optional<KmsError> before(KmsRequest request) {
    return Optional.empty();
  }

  /**
   * After the operation was executed or refused, before the answer is written.
   *
   * @param error the refusal that is about to be answered; empty for a success
   */
  default Delivery after(KmsRequest request, Optional<KmsError> error) {
    return Delivery.SEND;
  }
}
