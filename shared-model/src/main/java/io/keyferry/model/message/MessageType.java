package io.keyferry.model.message;

/**
 * The kinds of signed message. {@code typ} keeps one from being taken for another.
 *
 * @param <T> what is signed
 */
public final class MessageType<T> {

  public static final MessageType<WrapJob> WRAP_JOB =
      new MessageType<>("keyferry-wrap-job.v1+jws", WrapJob.class, 8 * 1024);
  public static final MessageType<WrapResult> WRAP_RESULT =
      new MessageType<>("keyferry-wrap-result.v1+jws", WrapResult.class, 32 * 1024);

  /** The agent's half of a ceremony record. */
  public static final MessageType<CeremonyStatement> CEREMONY_STATEMENT =
      new MessageType<>("keyferry-ceremony-statement.v1+jws", CeremonyStatement.class, 12 * 1024);

  /** A whole ceremony record. */
  public static final MessageType<CeremonyRecord> CEREMONY_RECORD =
      new MessageType<>("keyferry-ceremony-record.v1+jws", CeremonyRecord.class, 32 * 1024);

  /** What an agent wrapped on an operator's order, without a cloud half. */
  public static final MessageType<OfflineRecord> OFFLINE_RECORD =
      new MessageType<>("keyferry-offline-record.v1+jws", OfflineRecord.class, 12 * 1024);

  /** An agent's signature under its audit log. */
  public static final MessageType<AuditHead> AUDIT_HEAD =
      new MessageType<>("keyferry-audit-head.v1+jws", AuditHead.class, 1024);

  private final String typ;
  private final Class<T> content;
  private final int maxCharacters;

  private MessageType(String typ, Class<T> content, int maxCharacters) {
    this.typ = typ;
    this.content = content;
    this.maxCharacters = maxCharacters;
  }

  /** The {@code typ} of the JWS header (RFC 7515, section 4.1.9). */
  public String typ() {
    return typ;
  }

  /** The max length of a compact serialization, in characters. */
  public int maxCharacters() {
    return maxCharacters;
  }

  public Class<T> content() {
    return content;
  }
}
