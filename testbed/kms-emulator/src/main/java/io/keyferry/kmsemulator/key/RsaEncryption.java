package io.keyferry.kmsemulator.key;

import io.keyferry.kmsemulator.crypto.ImportedKeyPair;
import io.keyferry.kmsemulator.crypto.KeyBytes;
import io.keyferry.kmsemulator.crypto.MaterialForm;
import io.keyferry.kmsemulator.crypto.RsaOaep;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.value.KeyArn;
import io.keyferry.kmsemulator.value.KeySpec;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;

/** RSAES-OAEP with an RSA key. The ciphertext is as long as the modulus and names nothing. */
record RsaEncryption(KeyArn key, KeySpec spec, KeyBytes material, String algorithm)
    implements Encryption {

  @Override
  public Optional<String> materialId() {
    return Optional.empty();
  }

  @Override
  public byte[] encrypt(byte[] plain) {
    RsaOaep oaep = oaep();
    int longest = oaep.maxPlaintext(MaterialForm.bits(spec));
    if (plain.length > longest) {
      throw KmsError.validation(
          "Algorithm "
              + algorithm
              + " and key spec "
              + spec
              + " cannot encrypt data larger than "
              + longest
              + " bytes.");
    }
    try {
      byte[] publicKey = ImportedKeyPair.publicKey(material);
      return oaep.encrypt(
          KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(publicKey)), plain);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a checked key can encrypt", e);
    }
  }

  @Override
  public byte[] decrypt(byte[] ciphertext) {
    try {
      return oaep()
          .decrypt(
              KeyFactory.getInstance("RSA")
                  .generatePrivate(new PKCS8EncodedKeySpec(material.toArray())),
              ciphertext);
    } catch (GeneralSecurityException e) {
      throw KmsError.invalidCiphertext().because(e);
    }
  }

  private RsaOaep oaep() {
    return algorithm.equals("RSAES_OAEP_SHA_1") ? RsaOaep.SHA_1 : RsaOaep.SHA_256;
  }
}
