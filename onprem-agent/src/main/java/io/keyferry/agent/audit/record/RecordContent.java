package io.keyferry.agent.audit.record;

import io.keyferry.model.CeremonyRecord;
import io.keyferry.model.CeremonyStatement;
import io.keyferry.model.InvalidValueException;
import io.keyferry.model.JsonCodec;
import io.keyferry.model.KeyThumbprint;
import io.keyferry.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What a ceremony record says, read without verifying a signature: to be shown, never to be relied
 * on.
 *
 * @param sha256 of the record as signed
 * @param signer the key that the record says has signed it
 * @param statement the agent's half, where there is one
 */
public record RecordContent(
    Sha256 sha256,
    KeyThumbprint signer,
    CeremonyRecord record,
    Optional<Signed<CeremonyStatement>> statement) {

  /** A message and who it says has signed it. */
  public record Signed<T>(KeyThumbprint signer, T content) {}

  /**
   * Reads record and statement.
   *
   * @throws InvalidValueException if one of them is not a well-formed message
   */
  public static RecordContent unverified(RecordFile file) {
    Signed<CeremonyRecord> record = message(CeremonyRecord.class, file.compact());
    return new RecordContent(
        file.sha256(),
        record.signer(),
        record.content(),
        record.content().statement().map(compact -> message(CeremonyStatement.class, compact)));
  }

  private static <T> Signed<T> message(Class<T> type, String compact) {
    String[] parts = compact.split("\\.", -1);
    if (parts.length != 3) {
      throw InvalidValueException.of(
          "a " + type.getSimpleName() + " in three parts of base64url", parts.length + " parts");
    }
    String header = new String(decode(parts[0]), StandardCharsets.UTF_8);
    KeyThumbprint signer = new KeyThumbprint(RecordJson.read(header).required("kid"));
    return new Signed<>(signer, JsonCodec.read(type, decode(parts[1])));
  }

  private static byte[] decode(String part) {
    try {
      return Base64.getUrlDecoder().decode(part);
    } catch (IllegalArgumentException e) {
      throw InvalidValueException.of("base64url without padding", part);
    }
  }
}
