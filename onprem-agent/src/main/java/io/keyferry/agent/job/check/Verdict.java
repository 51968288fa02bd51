package io.keyferry.agent.job.check;

import io.keyferry.model.message.Failure;
import java.security.interfaces.RSAPublicKey;

/** Whether an authentic job may be worked. */
public sealed interface Verdict {

  /** It may, under this wrapping key. */
  record Allowed(RSAPublicKey wrappingKey) implements Verdict {}

  /** It may not, and the cloud is told why. */
  record Refused(Failure failure) implements Verdict {}
}
