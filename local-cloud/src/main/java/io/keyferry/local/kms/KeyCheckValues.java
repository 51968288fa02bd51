package io.keyferry.local.kms;

import io.keyferry.model.value.KeyCheckValue;
import io.keyferry.model.value.KeyCheckValue.Method;
import java.util.List;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.macs.CMac;
import org.bouncycastle.crypto.params.KeyParameter;

/** The check values of an AES key, by both methods. */
final class KeyCheckValues {

  private static final byte[] ZEROS = new byte[16];

  private KeyCheckValues() {}

  static List<KeyCheckValue> of(KeyBytes aesKey) {
    KeyParameter key = new KeyParameter(aesKey.toArray());
    return List.of(
        KeyCheckValue.leading(Method.AES_ECB, encryptedZeros(key)),
        KeyCheckValue.leading(Method.AES_CMAC, macOfZeros(key)));
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
