package io.keyferry.model.value;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The {@code CKA_ID} that identifies a key in the token, as 2 to 128 lower-case hex digits. */
public record CkaId(String hex) {

  /** The longest id, in bytes. */
  public static final int MAX_BYTES = 64;

  private static final Pattern FORM = Pattern.compile("([0-9a-f]{2}){1,64}");

  /**
   * @throws InvalidValueException if the value is not 1 to 64 bytes in lower-case hex
   */
  public CkaId {
    if (!FORM.matcher(hex).matches()) {
      throw InvalidValueException.of("a CKA_ID (1 to 64 bytes in lower-case hex)", hex);
    }
  }

  /**
   * The id of the key that an import generates: the 16 bytes of the import id, so that every
   * attempt finds the same key.
   */
  public static CkaId of(ImportId importId) {
    UUID uuid = importId.uuid();
    byte[] bytes =
        ByteBuffer.allocate(16)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits())
            .array();
    return of(bytes);
  }

  public static CkaId of(byte[] bytes) {
    return new CkaId(HexFormat.of().formatHex(bytes));
  }

  /** The import that generates a key with this id; absent if the id has another form. */
  public Optional<ImportId> importId() {
    if (hex.length() != 32) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.wrap(bytes());
    return Optional.of(new ImportId(new UUID(bytes.getLong(), bytes.getLong()).toString()));
  }

  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
