package io.keyferry.kmsemulator.crypto;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.macs.CMac;
import org.bouncycastle.crypto.params.KeyParameter;

/** The check values of an AES key, by both methods. */
public final class KeyCheckValues {

  private static final byte[] ZEROS = new byte[16];

  private KeyCheckValues() {}

  /**
   * Returns lower-case hex by method: {@code AES_ECB}, the first 3 bytes of the encryption of a
   * block of zeros ({@code CKA_CHECK_VALUE} of PKCS#11); {@code AES_CMAC}, the first 5 bytes of the
   * AES-CMAC of a block of zeros (ANSI X9.24-1).
   */
  public static SequencedMap<String, String> of(KeyBytes aesKey) {
    KeyParameter key = new KeyParameter(aesKey.toArray());
    SequencedMap<String, String> values = new LinkedHashMap<>();
    values.put("AES_ECB", HexFormat.of().formatHex(encryptedZeros(key), 0, 3));
    values.put("AES_CMAC", HexFormat.of().formatHex(macOfZeros(key), 0, 5));
    return values;
  }

  private static byte[] encryptedZeros(KeyParameter key) {
    var engine = AESEngine.newInstance();
    engine.init(true, key);
    byte[] block = new byte[ZEROS.length];
    engine.processBlock(ZEROS, 0, block, 0);
    return block;
  }

  private static byte[] macOfZeros(KeyParameter key) {
    CMac mac = new CMac(AESEngine.newInstance());
    mac.init(key);
    mac.update(ZEROS, 0, ZEROS.length);
    byte[] value = new byte[mac.getMacSize()];
    mac.doFinal(value, 0);
    return value;
  }
}
