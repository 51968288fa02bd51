package io.keyferry.kmsemulator;

import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.KmsRequest;
import java.util.Optional;

/**
 * Two moments of a request at which a test can inject a fault. Both run on the request's own
 * thread: to delay an answer, wait here.
 */
public interface KmsInterceptor {

  /** What happens to an answer that is ready. */
  enum Delivery {
    /** The answer is written. */
    SEND,
    /**
     * The connection is closed without a byte. {@code HttpURLConnection} then retries such a
     * request once by itself, before the SDK sees a failure ({@code sun.net.http.retryPost}).
     */
    DROP
  }

  /**
   * Called before the operation is executed.
   *
   * @return the error to answer instead of executing it; empty to continue
   */
  default Optional<KmsError> before(KmsRequest request) {
    return Optional.empty();
  }

  /**
   * Called after the operation was executed or refused, before the answer is written.
   *
   * @param error the refusal to be returned; empty for a success
   */
  default Delivery after(KmsRequest request, Optional<KmsError> error) {
    return Delivery.SEND;
  }
}
