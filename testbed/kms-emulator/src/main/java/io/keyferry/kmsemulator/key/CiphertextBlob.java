package io.keyferry.kmsemulator.key;

import io.keyferry.kmsemulator.crypto.AesGcm;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.value.KmsKeyId;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.SortedMap;

/**
 * What {@code Encrypt} returns: a header (one byte of version, one for the kind of key id, the 16
 * bytes of key id, the 32 bytes of material id), then AES-GCM. The layout is the emulator's own;
 * AWS does not publish its layout. Like AWS's it contains no text, so that nothing in it can be
 * misread as the name of an account or a Region.
 *
 * <p>Header and encryption context are authenticated with the plaintext.
 */
public final class CiphertextBlob {

  private static final byte VERSION = 2;
  private static final byte SINGLE_REGION = 0;
  private static final byte MULTI_REGION = 1;
  private static final int KEY_ID_BYTES = 16;
  private static final int MATERIAL_ID_BYTES = 32;

  private final KmsKeyId keyId;
  private final String materialId;
  private final byte[] sealed;

  private CiphertextBlob(KmsKeyId keyId, String materialId, byte[] sealed) {
    this.keyId = keyId;
    this.materialId = materialId;
    this.sealed = sealed;
  }

  static CiphertextBlob encrypt(
      KmsKeyId keyId,
      Material material,
      byte[] plain,
      SortedMap<String, String> context,
      SecureRandom random) {
    byte[] sealed =
        new AesGcm(UsableKeys.bytes(material).toArray(), random)
            .encrypt(plain, authenticated(header(keyId, material.id()), context));
    return new CiphertextBlob(keyId, material.id(), sealed);
  }

  /**
   * Reads a ciphertext blob.
   *
   * @throws KmsError if the bytes are not such a blob
   */
  public static CiphertextBlob parse(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      if (in.get() != VERSION) {
        throw KmsError.invalidCiphertext();
      }
      KmsKeyId keyId = keyId(in.get(), hex(in, KEY_ID_BYTES));
      String materialId = hex(in, MATERIAL_ID_BYTES);
      byte[] sealed = new byte[in.remaining()];
      in.get(sealed);
      return new CiphertextBlob(keyId, materialId, sealed);
    } catch (BufferUnderflowException e) {
      throw KmsError.invalidCiphertext().because(e);
    }
  }

  /**
   * @throws KmsError if material, context or a single bit differs from {@link #encrypt}
   */
  byte[] decrypt(Material material, SortedMap<String, String> context, SecureRandom random) {
    try {
      return new AesGcm(UsableKeys.bytes(material).toArray(), random)
          .decrypt(sealed, authenticated(header(keyId, materialId), context));
    } catch (GeneralSecurityException e) {
      throw KmsError.invalidCiphertext().because(e);
    }
  }

  KmsKeyId keyId() {
    return keyId;
  }

  String materialId() {
    return materialId;
  }

  byte[] toBytes() {
    return write(out -> {
      out.write(header(keyId, materialId));
      out.write(sealed);
    });
  }

  private static byte[] header(KmsKeyId keyId, String materialId) {
    boolean multiRegion = keyId.value().startsWith(KeyFamily.ID_PREFIX);
    String digits = keyId.value().substring(multiRegion ? KeyFamily.ID_PREFIX.length() : 0);
    return write(out -> {
      out.writeByte(VERSION);
      out.writeByte(multiRegion ? MULTI_REGION : SINGLE_REGION);
      out.write(HexFormat.of().parseHex(digits.replace("-", "")));
      out.write(HexFormat.of().parseHex(materialId));
    });
  }

  private static KmsKeyId keyId(byte kind, String digits) {
    return switch (kind) {
      case SINGLE_REGION ->
          new KmsKeyId(digits.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5"));
      case MULTI_REGION -> new KmsKeyId(KeyFamily.ID_PREFIX + digits);
      default -> throw KmsError.invalidCiphertext();
    };
  }

  private static String hex(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return HexFormat.of().formatHex(bytes);
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
