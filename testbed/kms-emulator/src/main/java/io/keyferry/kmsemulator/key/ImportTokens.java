package io.keyferry.kmsemulator.key;

import io.keyferry.kmsemulator.crypto.AesGcm;
import io.keyferry.kmsemulator.crypto.MaterialForm;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.value.KeyArn;
import io.keyferry.kmsemulator.value.WrappingAlgorithm;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;

/**
 * Import tokens: opaque to every caller and self-contained for the emulator, so that any number of
 * them can exist at once and each can be used again until it expires.
 *
 * <p>A token is the private wrapping key, the algorithm, the KMS key and the expiry, encrypted with
 * AES-256-GCM under a random key of this instance, and padded to one length.
 */
public final class ImportTokens {

  public static final Duration LIFETIME = Duration.ofHours(24);

  /** Room for an RSA_4096 private key in PKCS #8 (up to 2376 bytes) and the other fields. */
  private static final int PLAIN_BYTES = 2560;

  /** The content of a token. */
  public record Content(
      KeyArn key, WrappingAlgorithm algorithm, PrivateKey wrappingKey, Instant validTo) {}

  private final AesGcm seal;

  public ImportTokens(SecureRandom random) {
    byte[] key = new byte[MaterialForm.AES_BYTES];
    random.nextBytes(key);
    this.seal = new AesGcm(key, random);
  }

  public byte[] issue(Content content) {
    ByteArrayOutputStream plain = new ByteArrayOutputStream(PLAIN_BYTES);
    try (DataOutputStream out = new DataOutputStream(plain)) {
      byte[] pkcs8 = content.wrappingKey().getEncoded();
      out.writeUTF(content.key().toString());
      out.writeUTF(content.algorithm().name());
      out.writeLong(content.validTo().toEpochMilli());
      out.writeInt(pkcs8.length);
      out.write(pkcs8);
      out.write(new byte[Math.max(0, PLAIN_BYTES - plain.size())]);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
    return seal.encrypt(plain.toByteArray(), new byte[0]);
  }

  /**
   * Opens an import token.
   *
   * @param key the KMS key that the material is for
   * @throws KmsError if the token is of another emulator or another key, or has expired
   */
  public Content open(byte[] token, KeyArn key, Instant now) {
    Content content = decode(token);
    if (!content.key().equals(key)) {
      throw KmsError.unexplained("InvalidImportTokenException");
    }
    if (!now.isBefore(content.validTo())) {
      // Not recorded: the emulator's own wording.
      throw KmsError.of(
          "ExpiredImportTokenException",
          "The import token was valid until "
              + content.validTo()
              + ". Ask GetParametersForImport for another one.");
    }
    return content;
  }

  private Content decode(byte[] token) {
    try (DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(seal.decrypt(token, new byte[0])))) {
      KeyArn key = KeyArn.parse(in.readUTF());
      WrappingAlgorithm algorithm = WrappingAlgorithm.valueOf(in.readUTF());
      Instant validTo = Instant.ofEpochMilli(in.readLong());
      byte[] pkcs8 = in.readNBytes(in.readInt());
      PrivateKey wrappingKey =
          KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      return new Content(key, algorithm, wrappingKey, validTo);
    } catch (GeneralSecurityException | IOException e) {
      throw KmsError.unexplained("InvalidImportTokenException").because(e);
    }
  }
}
