package io.keyferry.model.testing;

import java.util.random.RandomGenerator;

/** Changes of a message's characters. */
final class TextMutations {

  private static final String CHARACTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \n\t\0\"{}\u00e9\ud83d";

  private TextMutations() {}

  static String replaced(TrueMessages from, RandomGenerator random) {
    StringBuilder text = text(from, random);
    text.setCharAt(random.nextInt(text.length()), character(random));
    return text.toString();
  }

  static String truncated(TrueMessages from, RandomGenerator random) {
    StringBuilder text = text(from, random);
    return text.substring(0, random.nextInt(text.length()));
  }

  static String beheaded(TrueMessages from, RandomGenerator random) {
    StringBuilder text = text(from, random);
    return text.substring(1 + random.nextInt(text.length()));
  }

  static String inserted(TrueMessages from, RandomGenerator random) {
    StringBuilder text = text(from, random);
    int at = random.nextInt(text.length() + 1);
    for (int i = random.nextInt(5); i >= 0; i--) {
      text.insert(at, character(random));
    }
    return text.toString();
  }

  static String removed(TrueMessages from, RandomGenerator random) {
    StringBuilder text = text(from, random);
    int at = random.nextInt(text.length());
    return text.delete(at, at + 1 + random.nextInt(5)).toString();
  }

  static String exchanged(TrueMessages from, RandomGenerator random) {
    StringBuilder text = text(from, random);
    int one = random.nextInt(text.length());
    int other = random.nextInt(text.length());
    char kept = text.charAt(one);
    text.setCharAt(one, text.charAt(other));
    text.setCharAt(other, kept);
    return text.toString();
  }

  /** Encodings that lenient base64 decoders decode to the same bytes. */
  static String respelled(TrueMessages from, RandomGenerator random) {
    Jws message = from.one(random);
    String signature = message.signature();
    return switch (random.nextInt(6)) {
      case 0 -> message + "=";
      case 1 -> message + "==";
      case 2 -> message.header() + "=." + message.payload() + "." + signature;
      case 3 -> message + (random.nextBoolean() ? "\n" : " ");
      case 4 -> message.toString().replace('-', '+').replace('_', '/');
      // 64 bytes leave spare bits in the last character.
      default -> {
        int last = CHARACTERS.indexOf(signature.charAt(signature.length() - 1));
        String other = CHARACTERS.substring(last ^ 1, (last ^ 1) + 1);
        yield message.toString().substring(0, message.toString().length() - 1) + other;
      }
    };
  }

  private static StringBuilder text(TrueMessages from, RandomGenerator random) {
    return new StringBuilder(from.one(random).toString());
  }

  private static char character(RandomGenerator random) {
    return CHARACTERS.charAt(random.nextInt(CHARACTERS.length()));
  }
}
