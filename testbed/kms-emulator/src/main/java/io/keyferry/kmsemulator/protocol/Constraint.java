package io.keyferry.kmsemulator.protocol;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The rules of the service model, with AWS's message for each violation. */
final class Constraint {

  private Constraint() {}

  static Optional<String> length(String text, int shortest, int longest) {
    return length(text.length(), shortest, longest);
  }

  static Optional<String> length(int length, int shortest, int longest) {
    if (length < shortest) {
      return Optional.of("Member must have length greater than or equal to " + shortest);
    }
    return length > longest
        ? Optional.of("Member must have length less than or equal to " + longest)
        : Optional.empty();
  }

  static Optional<String> range(long number, int min, int max) {
    if (number < min) {
      return Optional.of("Member must have value greater than or equal to " + min);
    }
    return number > max
        ? Optional.of("Member must have value less than or equal to " + max)
        : Optional.empty();
  }

  static Optional<String> pattern(String text, String expression) {
    return Pattern.matches(expression, text)
        ? Optional.empty()
        : Optional.of("Member must satisfy regular expression pattern: " + expression);
  }

  static Optional<String> oneOf(String word, List<String> words) {
    return words.contains(word)
        ? Optional.empty()
        : Optional.of("Member must satisfy enum value set: [" + String.join(", ", words) + "]");
  }

  /** The rule of a list whose members must satisfy a rule. */
  static String ofMembers(String rule) {
    return "Member must satisfy constraint: [" + rule + "]";
  }

  static String clause(String shown, String path, String rule) {
    return shown + " at '" + path + "' failed to satisfy constraint: " + rule;
  }
}
