package io.keyferry.kmsemulator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.kmsemulator.crypto.Hmac;
import io.keyferry.kmsemulator.crypto.KeyBytes;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HmacTest {

  private static final String HI_THERE = "Hi There";
  private static final String LARGE_KEY = "Test Using Larger Than Block-Size Key - Hash Key First";

  /** RFC 4231, test case 1. */
  @ParameterizedTest
  @CsvSource({
    "HMAC_SHA_224, 896fb1128abbdf196832107cd49df33f47b4b1169912ba4f53684b22",
    "HMAC_SHA_256, b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
    "HMAC_SHA_384, afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59c"
        + "faea9ea9076ede7f4af152e8b2fa9cb6",
    "HMAC_SHA_512, 87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
        + "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854",
  })
  void isThatOfTheStandard(String algorithm, String mac) {
    assertThat(hex(algorithm, filled(20, 0x0b), HI_THERE)).isEqualTo(mac);
  }

  /** RFC 4231, test case 6. */
  @ParameterizedTest
  @CsvSource({
    "HMAC_SHA_224, 95e9a0db962095adaebe9b2d6f0dbce2d499f112f2d2b7273fa6870e",
    "HMAC_SHA_256, 60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    "HMAC_SHA_384, 4ece084485813e9088d2c63a041bc5b44f9ef1012a2b588f3cd11f05033ac4c6"
        + "0c2ef6ab4030fe8296248df163f44952",
    "HMAC_SHA_512, 80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352"
        + "6b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598",
  })
  void hashesAKeyThatIsLongerThanABlock(String algorithm, String mac) {
    assertThat(hex(algorithm, filled(131, 0xaa), LARGE_KEY)).isEqualTo(mac);
  }

  /** Fact sheet 9: why the length of an HMAC key must be agreed in addition to its MAC. */
  @Test
  void keyAndKeyPaddedWithZerosHaveTheSameMac() {
    byte[] key = filled(32, 'a');

    assertThat(hex("HMAC_SHA_256", Arrays.copyOf(key, 64), HI_THERE))
        .isEqualTo(hex("HMAC_SHA_256", key, HI_THERE))
        .isNotEqualTo(hex("HMAC_SHA_256", Arrays.copyOf(key, 65), HI_THERE));
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static String hex(String algorithm, byte[] key, String message) {
    return HexFormat.of()
        .formatHex(Hmac.of(new KeyBytes(key), algorithm, message.getBytes(US_ASCII)));
  }
}
