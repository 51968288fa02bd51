package io.keyferry.local.iam;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One key of one operator in a statement's {@code Condition}.
 *
 * @param operator as in the policy, such as {@code ForAllValues:StringLike}
 * @param values of which one must match; for a negated operator, none
 */
public record Condition(String operator, String key, List<String> values) {

  private static final String FOR_ALL = "ForAllValues:";
  private static final String FOR_ANY = "ForAnyValue:";
  private static final String IF_EXISTS = "IfExists";

  private enum Set {
    NONE,
    ALL,
    ANY
  }

  /** Compares one value of the request with one of the policy. */
  private enum Comparison {
    STRING_EQUALS,
    STRING_EQUALS_IGNORE_CASE,
    STRING_LIKE,
    ARN_LIKE,
    BOOL,
    NULL
  }

  private record Operator(Set set, Comparison comparison, boolean negated, boolean ifExists) {}

  public Condition {
    values = List.copyOf(values);
    Operator known = parsed(operator);
    ConditionKeys.check(key);
    for (String value : values) {
      if (value.contains("${")) {
        throw new PolicyException(
            "expected condition values without policy variables, found %s for %s"
                .formatted(value, key));
      }
    }
    if (known.comparison == Comparison.NULL && (known.set != Set.NONE || known.ifExists)) {
      throw new PolicyException("expected Null without prefix and IfExists, found " + operator);
    }
    if (ConditionKeys.isMultivalued(key)
        && known.set == Set.NONE
        && known.comparison != Comparison.NULL) {
      throw new PolicyException(
          "expected ForAllValues or ForAnyValue for the multivalued key %s, found %s"
              .formatted(key, operator));
    }
  }

  /** A copy without one of its values. */
  public Condition without(String value) {
    List<String> rest = new ArrayList<>(values);
    rest.remove(value);
    return new Condition(operator, key, rest);
  }

  /** Whether the request satisfies it. */
  boolean isSatisfiedBy(Context context) {
    Operator known = parsed(operator);
    Optional<List<String>> found = context.get(key).filter(v -> !v.isEmpty());
    if (known.comparison == Comparison.NULL) {
      return values.stream().anyMatch(v -> v.equalsIgnoreCase(found.isEmpty() ? "true" : "false"));
    }
    if (found.isEmpty()) {
      return switch (known.set) {
        case ALL -> true;
        case ANY -> known.ifExists;
        case NONE -> known.ifExists || known.negated;
      };
    }
    List<String> request = found.get();
    return switch (known.set) {
      case ALL -> request.stream().allMatch(v -> one(known, v));
      case ANY -> request.stream().anyMatch(v -> one(known, v));
      case NONE -> {
        if (request.size() != 1) {
          throw new PolicyException(
              "expected one value of %s in the request, found %s".formatted(key, request));
        }
        yield one(known, request.getFirst());
      }
    };
  }

  private boolean one(Operator known, String request) {
    boolean any = values.stream().anyMatch(v -> matches(known.comparison, v, request));
    return known.negated != any;
  }

  private static boolean matches(Comparison comparison, String policy, String request) {
    return switch (comparison) {
      case STRING_EQUALS -> policy.equals(request);
      case STRING_EQUALS_IGNORE_CASE, BOOL -> policy.equalsIgnoreCase(request);
      case STRING_LIKE -> Glob.matches(policy, request);
      case ARN_LIKE -> arnMatches(policy, request);
      case NULL -> throw new IllegalStateException("Null is no comparison of values");
    };
  }

  /** ARNs are compared component by component; a wildcard does not match a colon. */
  private static boolean arnMatches(String policy, String request) {
    String[] expected = policy.split(":", 6);
    String[] found = request.split(":", 6);
    if (expected.length != 6 || found.length != 6) {
      return false;
    }
    for (int i = 0; i < 6; i++) {
      if (!Glob.matches(expected[i], found[i])) {
        return false;
      }
    }
    return true;
  }

  private static Operator parsed(String operator) {
    String name = operator;
    Set set = Set.NONE;
    if (name.startsWith(FOR_ALL)) {
      set = Set.ALL;
      name = name.substring(FOR_ALL.length());
    } else if (name.startsWith(FOR_ANY)) {
      set = Set.ANY;
      name = name.substring(FOR_ANY.length());
    }
    boolean ifExists = name.endsWith(IF_EXISTS);
    if (ifExists) {
      name = name.substring(0, name.length() - IF_EXISTS.length());
    }
    return switch (name) {
      case "StringEquals" -> new Operator(set, Comparison.STRING_EQUALS, false, ifExists);
      case "StringNotEquals" -> new Operator(set, Comparison.STRING_EQUALS, true, ifExists);
      case "StringEqualsIgnoreCase" ->
          new Operator(set, Comparison.STRING_EQUALS_IGNORE_CASE, false, ifExists);
      case "StringNotEqualsIgnoreCase" ->
          new Operator(set, Comparison.STRING_EQUALS_IGNORE_CASE, true, ifExists);
      case "StringLike" -> new Operator(set, Comparison.STRING_LIKE, false, ifExists);
      case "StringNotLike" -> new Operator(set, Comparison.STRING_LIKE, true, ifExists);
      case "ArnEquals", "ArnLike" -> new Operator(set, Comparison.ARN_LIKE, false, ifExists);
      case "ArnNotEquals", "ArnNotLike" -> new Operator(set, Comparison.ARN_LIKE, true, ifExists);
      case "Bool" -> new Operator(set, Comparison.BOOL, false, ifExists);
      case "Null" -> new Operator(set, Comparison.NULL, false, ifExists);
      default ->
          throw new PolicyException(
              "expected a condition operator that the evaluator knows, found " + operator);
    };
  }
}
