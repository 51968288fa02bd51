package io.keyferry.model.testing;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import io.keyferry.model.value.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Headers that have misled JWS verifiers. */
final class HeaderMutations {

  private static final List<String> OTHER_ALGORITHMS =
      List.of("ES384", "ES512", "ES256K", "RS256", "PS256", "EdDSA", "HS384", "es256", "ES256 ");

  private HeaderMutations() {}

  static String none(TrueMessages from, RandomGenerator random) {
    List<String> spellings = List.of("none", "None", "NONE", "nOnE", "");
    Jws message = algorithm(from.one(random), spellings.get(random.nextInt(spellings.size())));
    return random.nextBoolean() ? message.toString() : message.signature(new byte[0]).toString();
  }

  static String otherAlgorithm(TrueMessages from, RandomGenerator random) {
    String other = OTHER_ALGORITHMS.get(random.nextInt(OTHER_ALGORITHMS.size()));
    return signed(algorithm(from.one(random), other), from, random);
  }

  /** The public key used as the secret of a MAC, which anyone can compute. */
  static String macByThePublicKey(TrueMessages from, RandomGenerator random) {
    VerificationKey key = from.signer();
    byte[] secret =
        switch (random.nextInt(4)) {
          case 0 -> key.key().getEncoded();
          case 1 -> key.pem().getBytes(StandardCharsets.US_ASCII);
          case 2 -> key.jwk().getBytes(StandardCharsets.US_ASCII);
          default -> new ECKey.Builder(Curve.P_256, key.key()).build().getX().decode();
        };
    Jws message = algorithm(from.one(random), "HS256");
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return message.signature(mac.doFinal(message.signed())).toString();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String otherType(TrueMessages from, RandomGenerator random) {
    Jws message = from.one(random);
    return signed(
        new Jws(from.oneOfAnotherType(random).header(), message.payload(), message.signature()),
        from,
        random);
  }

  static String otherSigner(TrueMessages from, RandomGenerator random) {
    String own = from.forger().verificationKey().thumbprint().value();
    Jws message = from.one(random);
    return signed(
        header(message, message.headerText().replace(from.signer().thumbprint().value(), own)),
        from,
        random);
  }

  /** The forger's key, included or referred to by URL, with the true name. */
  static String moreInTheHeader(TrueMessages from, RandomGenerator random) {
    String more =
        switch (random.nextInt(5)) {
          case 0 -> "\"jwk\":" + from.forger().verificationKey().jwk();
          case 1 -> "\"jku\":\"https://example.com/keys\"";
          case 2 -> "\"crit\":[\"b64\"],\"b64\":false";
          case 3 -> "\"alg\":\"none\"";
          default -> "\"cty\":\"JWT\"";
        };
    Jws message = from.one(random);
    String text = message.headerText();
    return signed(
        header(message, text.substring(0, text.length() - 1) + "," + more + "}"), from, random);
  }

  private static Jws algorithm(Jws message, String algorithm) {
    return header(message, message.headerText().replace("\"ES256\"", "\"" + algorithm + "\""));
  }

  private static Jws header(Jws message, String text) {
    return message.header(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String signed(Jws message, TrueMessages from, RandomGenerator random) {
    return (random.nextBoolean() ? message : Signatures.signed(message, from.forger())).toString();
  }
}
