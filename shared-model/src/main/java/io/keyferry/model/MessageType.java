package io.keyferry.model;

/**
 * The two kinds of signed message. Its {@code typ} keeps one from being taken for the other.
 *
 * @param <T> what is signed
 */
public final class MessageType<T> {

  public static final MessageType<WrapJob> WRAP_JOB =
      new MessageType<>("keyferry-wrap-job.v1+jws", WrapJob.class, 8 * 1024);
  public static final MessageType<WrapResult> WRAP_RESULT =
      new MessageType<>("keyferry-wrap-result.v1+jws", WrapResult.class, 24 * 1024);

  private final String typ;
  private final Class<T> content;
  private final int mostCharacters;

  private MessageType(String typ, Class<T> content, int mostCharacters) {
    this.typ = typ;
    this.content = content;
    this.mostCharacters = mostCharacters;
  }

  /** The {@code typ} of the JWS header (RFC 7515, section 4.1.9). */
  public String typ() {
    return typ;
  }

  /** The longest compact serialization that is looked at, in characters. */
  public int mostCharacters() {
    return mostCharacters;
  }

  Class<T> content() {
    return content;
  }
}
