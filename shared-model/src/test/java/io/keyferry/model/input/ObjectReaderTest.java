package io.keyferry.model.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.keyferry.model.json.Json;
import io.keyferry.model.value.AgentName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ObjectReaderTest {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final List<TimeUnit> UNITS = List.of(TimeUnit.SECONDS, TimeUnit.MINUTES);

  /** A value of each kind, by its text in a violation. */
  private static final Map<String, @Nullable Object> VALUES = new LinkedHashMap<>();

  static {
    VALUES.put("'word'", "word");
    VALUES.put("''", "");
    VALUES.put("17", 17);
    VALUES.put("1.5", 1.5);
    VALUES.put("4294967296", 1L << 32);
    VALUES.put("true", true);
    VALUES.put("nothing", null);
    VALUES.put("a list", List.of("word"));
    VALUES.put("an empty list", List.of());
    VALUES.put("an object", Map.of("word", 1));
    VALUES.put("an empty object", Map.of());
  }

  private final List<String> violations = new ArrayList<>();

  static Stream<Arguments> forms() {
    return Stream.of(
        arguments(Form.text("a word", "[a-z]+"), Set.of("'word'")),
        arguments(Form.text("any text", ".*"), Set.of("'word'", "''")),
        arguments(Form.text("a word", "[a-z]+").asWritten(), Set.of("'word'", "true")),
        arguments(Form.text("digits", "\\d+").asWritten(), Set.of("17", "4294967296")),
        arguments(Form.parsed(AgentName.EXPECTED, AgentName::new), Set.of("'word'")),
        arguments(Form.parsed("a duration", Duration::parse), Set.of()),
        arguments(Form.oneOf(UNITS, Enum::name), Set.of()),
        arguments(Form.integer(1, 17), Set.of("17")),
        arguments(Form.integer(18, 20), Set.of()),
        arguments(Form.bool(), Set.of("true")));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void aValueIsReadOrShownAndNeverConverted(Form<?> form, Set<String> taken) {
    VALUES.forEach((shown, value) -> {
      violations.clear();
      Optional<?> read = reader(one("f", value)).optional("f", form);
      assertThat(read.isPresent()).as(shown).isEqualTo(taken.contains(shown));
      if (read.isEmpty()) {
        assertThat(violations)
            .singleElement()
            .asString()
            .startsWith("f: expected " + form.expected() + ", found ")
            .contains(form.expected().equals("digits") ? "found" : shown.replace("'", ""));
      } else {
        assertThat(violations).isEmpty();
      }
    });
  }

  @Test
  void aListOrAnObjectIsNothingElse() {
    VALUES.forEach((shown, value) -> {
      violations.clear();
      reader(one("f", value)).object("f", "a section");
      assertThat(violations)
          .isEqualTo(
              shown.contains("object")
                  ? List.of()
                  : List.of("f: expected a section, found " + shown));
      violations.clear();
      reader(one("f", value)).requiredSet("f", Form.text("a word", "[a-z]+"));
      assertThat(violations)
          .isEqualTo(
              shown.equals("a list")
                  ? List.of()
                  : List.of("f: expected a list of at least one, each a word, found " + shown));
    });
  }

  @Test
  void allViolationsComeAtOnceAndWithTheirPaths() {
    ObjectReader root =
        reader(
            Map.of(
                "agent", Map.of("prot", 1, "concurrency", 99),
                "accounts", Arrays.asList("a", "B", null, "a")));
    ObjectReader agent = root.object("agent", "a section");
    agent.required("name", Form.parsed(AgentName.EXPECTED, AgentName::new));
    agent.optional("port", Form.integer(0, 65535));
    agent.optional("concurrency", Form.integer(1, 16));
    List<String> accounts = root.requiredSet("accounts", Form.text("a letter", "[a-z]"));
    ObjectReader missing = root.object("cloud", "a section");
    missing.required("region", Form.text("a Region", ".+"));
    root.refuseUnknown();

    assertThat(accounts).containsExactly("a", "a");
    assertThat(violations)
        .containsExactly(
            "agent.name: expected " + AgentName.EXPECTED + ", found nothing",
            "agent.concurrency: expected a whole number from 1 to 16, found 99",
            "accounts[1]: expected a letter, found 'B'",
            "accounts[2]: expected a letter, found nothing",
            "accounts[3]: expected each value once, found 'a'",
            "cloud: expected a section, found nothing",
            "agent.prot: expected one of name, port, concurrency, found 'prot': did you mean"
                + " 'port'?");
  }

  @Test
  void whatIsReadIsWhatIsWritten() {
    ObjectReader root = reader(Map.of("a", "x", "b", List.of("y", "y"), "c", Map.of("d", false)));
    assertThat(root.required("a", Form.text("a text", ".*")).get()).isEqualTo("x");
    assertThat(root.parsed("a", AgentName.EXPECTED, AgentName::new)).contains(new AgentName("x"));
    assertThat(root.list("b", Form.text("a text", ".*"))).containsExactly("y", "y");
    assertThat(root.object("c", "an object").optional("d", Form.bool())).contains(false);
    assertThat(root.optional("e", Form.bool())).isEmpty();
    assertThat(root.list("e", Form.bool())).isEmpty();
    assertThat(root.set("e", Form.bool())).isEmpty();
    root.objectOrEmpty("e", "an object").optional("f", Form.bool());
    root.refuseUnknown();
    assertThat(violations).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "regoin, region",
    "Region, region",
    "reg, ",
    "signing, signing-key",
    "publickey, publicKey",
    "public, publicKey",
    "x, ",
    "'', ",
    "port-of-the-agent, ",
    "prt, port",
    "ports, port",
  })
  void theNearestNameIsSuggested(String name, @Nullable String near) {
    ObjectReader root = reader(Map.of(name, "never shown"));
    root.refuseOthers(List.of("region", "signing-key", "publicKey", "port"));
    assertThat(violations)
        .containsExactly(
            name
                + ": expected one of region, signing-key, publicKey, port, found '"
                + name
                + "'"
                + (near == null ? "" : ": did you mean '" + near + "'?"));
  }

  @Test
  void aDuplicateFieldIsAViolationAndItsFirstValueCounts() {
    ObjectReader root =
        ObjectReader.of(
            "r",
            new Json.Obj(Map.of("a", json(1)), List.of("a", "a")),
            "an object",
            violation -> violations.add(violation.toString()));
    assertThat(root.optional("a", Form.integer(0, 9))).contains(1);
    root.refuseUnknown();
    assertThat(violations).containsExactly("r.a: expected the field once, found it more than once");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "integer, 7, '7': remove the quotes",
        "integer, 07, '07'",
        "bool, false, 'false': remove the quotes",
        "bool, no, 'no'",
        "unit, SECOND, 'SECOND': did you mean 'SECONDS'?",
        "unit, seconds, 'seconds'",
      })
  void aViolationHasItsCureWhereThereIsOne(String form, String text, String found) {
    Form<?> named =
        switch (form) {
          case "integer" -> Form.integer(0, 9);
          case "bool" -> Form.bool();
          default -> Form.oneOf(UNITS, Enum::name);
        };
    reader(Map.of("f", text)).optional("f", named);
    assertThat(violations).singleElement().asString().endsWith(", found " + found);
  }

  @Test
  void aNumberInPlaceOfATextIsToBeQuoted() {
    reader(Map.of("f", 12)).optional("f", Form.text("digits", "\\d+"));
    assertThat(violations).containsExactly("f: expected digits, found 12: put it in quotes");
  }

  @Test
  void noViolationShowsASecretOrAPrivateKey() {
    Form<String> digits = Form.text("digits", "\\d+");
    ObjectReader root =
        reader(
            Map.of(
                "secret",
                "hush",
                "list",
                List.of("hush"),
                "pem",
                "-----BEGIN PRIVATE KEY-----hush"));
    root.optional("secret", digits.secret());
    root.set("list", digits.secret());
    root.optional("pem", digits);
    assertThat(violations)
        .containsExactly(
            "secret: expected digits, found 4 characters that are not shown",
            "list[0]: expected digits, found 4 characters that are not shown",
            "pem: expected digits, found 31 characters, beginning with -----BEGIN PRIVATE KEY-----");
    violations.clear();
    ObjectReader other = reader(one("secret", null));
    other.optional("secret", digits.secret());
    other.exactlyOne("a", "b");
    assertThat(violations)
        .containsExactly(
            "secret: expected digits, found nothing",
            "a: expected exactly one of a and b, found neither");
  }

  @Property(tries = 200)
  void everyViolationIsOneShortPrintableLine(@ForAll String text) {
    List<String> lines = new ArrayList<>();
    ObjectReader root =
        ObjectReader.of("", json(Map.of("f", text)), "an object", it -> lines.add(it.toString()));
    root.optional("f", Form.integer(0, 9));
    assertThat(lines)
        .singleElement()
        .asString()
        .hasSizeLessThan(200)
        .doesNotContainPattern("\\p{Cntrl}");
  }

  private ObjectReader reader(Map<String, ? extends @Nullable Object> fields) {
    return ObjectReader.of(
        "", json(fields), "an object", violation -> violations.add(violation.toString()));
  }

  private static Json json(@Nullable Object value) {
    return Json.read(MAPPER.valueToTree(value).toString().getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, @Nullable Object> one(String name, @Nullable Object value) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put(name, value);
    return fields;
  }
}
