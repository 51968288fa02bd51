package io.keyferry.cloud.request;

import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;

/**
 * Import ids derived from the client token, so that a repeated request finds the record of the
 * first: UUID version 8 (RFC 9562, section 5.8) from SHA-256.
 */
public final class ImportIds {

  private final String scope;

  /**
   * Ids for one function.
   *
   * @param account a key of the account and Region in which tokens are unique
   * @param function the function's name, in which they are unique, too
   */
  public ImportIds(KeyArn account, String function) {
    this.scope =
        String.join(
            "\n",
            "keyferry-import",
            account.partition(),
            account.region(),
            account.account(),
            function);
  }

  /** The id for this token; the token has no line breaks. */
  public ImportId of(String clientToken) {
    String name = scope + "\n" + clientToken;
    Sha256 digest = Sha256.of(name.getBytes(StandardCharsets.UTF_8));
    ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(digest.hex()));
    long high = (bytes.getLong() & ~0xF000L) | 0x8000L;
    long low = (bytes.getLong() & ~(0b11L << 62)) | (0b10L << 62);
    return ImportId.of(new UUID(high, low));
  }
}
