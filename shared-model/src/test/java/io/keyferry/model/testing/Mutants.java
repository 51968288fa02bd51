package io.keyferry.model.testing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.assertj.core.api.ThrowingConsumer;

/**
 * False messages, each a true one with one change: none may be accepted. The seed is {@code
 * -Dkeyferry.seed}, or the same for every run; the keys are fresh, so a failure shows the text.
 *
 * <p>Without the key, no change of a message may verify. (r, n - s) verifies by the mathematics of
 * ECDSA; KeyFerry accepts only the smaller s, so it is among the false ones here.
 */
public final class Mutants {

  private static final long USUAL_SEED = 20_261_124;

  @FunctionalInterface
  private interface Mutation {
    String of(TrueMessages from, RandomGenerator random);
  }

  /**
   * One false message.
   *
   * @param kind what was done
   */
  public record Mutant(long seed, int number, String kind, String text) {

    /** For the message of a failed assertion. */
    @Override
    public String toString() {
      return "mutant %d of seed %d (%s): %s".formatted(number, seed, kind, text);
    }
  }

  private static final Map<String, Mutation> KINDS = kinds();

  private Mutants() {}

  /** Makes that many, all kinds in turn, and prints the seed. */
  public static void each(int count, TrueMessages from, ThrowingConsumer<Mutant> attack) {
    long seed = Long.getLong("keyferry.seed", USUAL_SEED);
    System.out.printf(
        "%d mutants of %d kinds, seed %d (-Dkeyferry.seed)%n", count, KINDS.size(), seed);
    Set<String> genuine = from.texts();
    List<Map.Entry<String, Mutation>> kinds = List.copyOf(KINDS.entrySet());
    for (int number = 0; number < count; number++) {
      Map.Entry<String, Mutation> kind = kinds.get(number % kinds.size());
      RandomGenerator random = new SplittableRandom(seed + number);
      String text = kind.getValue().of(from, random);
      while (genuine.contains(text)) {
        text = kind.getValue().of(from, random);
      }
      attack.accept(new Mutant(seed, number, kind.getKey(), text));
    }
  }

  private static Map<String, Mutation> kinds() {
    Map<String, Mutation> kinds = new LinkedHashMap<>();
    kinds.put("character replaced", TextMutations::replaced);
    kinds.put("truncated", TextMutations::truncated);
    kinds.put("beheaded", TextMutations::beheaded);
    kinds.put("characters inserted", TextMutations::inserted);
    kinds.put("characters removed", TextMutations::removed);
    kinds.put("characters exchanged", TextMutations::exchanged);
    kinds.put("base64 respelled", TextMutations::respelled);
    kinds.put("bit flipped", PartMutations::bitFlipped);
    kinds.put("part shortened", PartMutations::shortened);
    kinds.put("part lengthened", PartMutations::lengthened);
    kinds.put("parts of two messages", PartMutations::partsOfTwo);
    kinds.put("parts reordered", PartMutations::reordered);
    kinds.put("message of another type", PartMutations::ofAnotherType);
    kinds.put("fields exchanged", FieldMutations::exchanged);
    kinds.put("field of another message", FieldMutations::takenFromAnother);
    kinds.put("field removed", FieldMutations::removed);
    kinds.put("attempt counted up", FieldMutations::countedUp);
    kinds.put("field doubled", FieldMutations::doubled);
    kinds.put("algorithm none", HeaderMutations::none);
    kinds.put("other algorithm", HeaderMutations::otherAlgorithm);
    kinds.put("MAC by the public key", HeaderMutations::macByThePublicKey);
    kinds.put("type of another message", HeaderMutations::otherType);
    kinds.put("name of another signer", HeaderMutations::otherSigner);
    kinds.put("more in the header", HeaderMutations::moreInTheHeader);
    kinds.put(
        "signed by a forger under the true name",
        (from, random) -> Signatures.signed(from.one(random), from.forger()).toString());
    kinds.put(
        "signature's twin",
        (from, random) -> {
          Jws message = from.one(random);
          return message.signature(Signatures.twin(message.signatureBytes())).toString();
        });
    kinds.put(
        "degenerate signature",
        (from, random) -> Signatures.degenerate(from.one(random), random).toString());
    return kinds;
  }
}
