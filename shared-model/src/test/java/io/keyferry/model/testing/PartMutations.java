package io.keyferry.model.testing;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Changes of the bytes of a part, and combinations of parts from different messages. */
final class PartMutations {

  private PartMutations() {}

  static String bitFlipped(TrueMessages from, RandomGenerator random) {
    return changed(
        from.one(random),
        random,
        bytes -> {
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
          return bytes;
        });
  }

  static String shortened(TrueMessages from, RandomGenerator random) {
    return changed(
        from.one(random), random, bytes -> Arrays.copyOf(bytes, random.nextInt(bytes.length)));
  }

  static String lengthened(TrueMessages from, RandomGenerator random) {
    return changed(
        from.one(random),
        random,
        bytes -> Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(8)));
  }

  static String partsOfTwo(TrueMessages from, RandomGenerator random) {
    Jws one = from.one(random);
    Jws other = from.any(random);
    Jws mixed =
        switch (random.nextInt(3)) {
          case 0 -> new Jws(other.header(), one.payload(), one.signature());
          case 1 -> new Jws(one.header(), other.payload(), one.signature());
          default -> new Jws(one.header(), one.payload(), other.signature());
        };
    return mixed.toString();
  }

  static String reordered(TrueMessages from, RandomGenerator random) {
    Jws one = from.one(random);
    return switch (random.nextInt(5)) {
      case 0 -> new Jws(one.payload(), one.header(), one.signature()).toString();
      case 1 -> new Jws(one.header(), one.signature(), one.payload()).toString();
      case 2 -> one.header() + "." + one.payload();
      case 3 -> one + "." + one.signature();
      default -> one.header() + ".." + one.signature();
    };
  }

  static String ofAnotherType(TrueMessages from, RandomGenerator random) {
    return from.oneOfAnotherType(random).toString();
  }

  private interface Change {
    byte[] of(byte[] bytes);
  }

  private static String changed(Jws message, RandomGenerator random, Change change) {
    Jws changed =
        switch (random.nextInt(3)) {
          case 0 -> message.header(change.of(Jws.decode(message.header())));
          case 1 -> message.payload(change.of(Jws.decode(message.payload())));
          default -> message.signature(change.of(message.signatureBytes()));
        };
    return changed.toString();
  }
}
