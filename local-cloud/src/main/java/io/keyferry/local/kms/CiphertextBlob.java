package io.keyferry.local.kms;

import io.keyferry.model.InvalidValueException;
import io.keyferry.model.KeyArn;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.SortedMap;

/**
 * What {@code Encrypt} makes: a header (one byte of version, key ARN, material id), then AES-GCM.
 * The layout is the stand-in's own; AWS does not publish its layout.
 *
 * <p>Header and encryption context are authenticated with the plaintext.
 */
final class CiphertextBlob {

  private static final int VERSION = 1;

  private final KeyArn key;
  private final String materialId;
  private final byte[] sealed;

  private CiphertextBlob(KeyArn key, String materialId, byte[] sealed) {
    this.key = key;
    this.materialId = materialId;
    this.sealed = sealed;
  }

  static CiphertextBlob encrypt(
      KeyArn key,
      Material material,
      byte[] plain,
      SortedMap<String, String> context,
      SecureRandom random) {
    byte[] header = header(key, material.id());
    byte[] sealed =
        new AesGcm(UsableKeys.bytes(material).toArray(), random)
            .encrypt(plain, authenticated(header, context));
    return new CiphertextBlob(key, material.id(), sealed);
  }

  /**
   * @throws KmsError if the bytes are no such blob
   */
  static CiphertextBlob parse(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readByte() != VERSION) {
        throw KmsError.invalidCiphertext();
      }
      KeyArn key = KeyArn.parse(in.readUTF());
      String materialId = in.readUTF();
      return new CiphertextBlob(key, materialId, in.readAllBytes());
    } catch (IOException | InvalidValueException e) {
      throw KmsError.invalidCiphertext().because(e);
    }
  }

  /**
   * @throws KmsError if material, context or a single bit is another than at {@link #encrypt}
   */
  byte[] decrypt(Material material, SortedMap<String, String> context, SecureRandom random) {
    try {
      return new AesGcm(UsableKeys.bytes(material).toArray(), random)
          .decrypt(sealed, authenticated(header(key, materialId), context));
    } catch (GeneralSecurityException e) {
      throw KmsError.invalidCiphertext().because(e);
    }
  }

  KeyArn key() {
    return key;
  }

  String materialId() {
    return materialId;
  }

  byte[] toBytes() {
    return write(out -> {
      out.write(header(key, materialId));
      out.write(sealed);
    });
  }

  private static byte[] header(KeyArn key, String materialId) {
    return write(out -> {
      out.writeByte(VERSION);
      out.writeUTF(key.toString());
      out.writeUTF(materialId);
    });
  }

  private static byte[] authenticated(byte[] header, SortedMap<String, String> context) {
    return write(out -> {
      out.write(header);
      for (var entry : context.entrySet()) {
        out.writeUTF(entry.getKey());
        out.writeUTF(entry.getValue());
      }
    });
  }

  @FunctionalInterface
  private interface Content {
    void writeTo(DataOutputStream out) throws IOException;
  }

  private static byte[] write(Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      content.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
    return bytes.toByteArray();
  }
}
