package io.keyferry.acceptance.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.kmsemulator.KmsEmulator;
import io.keyferry.kmsemulator.KmsEmulatorSettings;
import io.keyferry.kmsemulator.environment.WrappingKeySupply;
import io.keyferry.kmsemulator.testing.ProbedKms;
import io.keyferry.local.Layout;
import io.keyferry.local.localstack.LocalStack;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table in {@code docs/localstack.md}: AWS's answers, which the emulator has from recordings,
 * and LocalStack's answers to the same calls.
 */
@OnlyOnLocalStack
class LocalStackAnswersIT {

  private static final String ACCOUNT = "111122223333";
  private static final Pattern ROW = Pattern.compile("\\| (.+?) \\| .+ \\| .+ \\|");

  private static KmsEmulator emulator;
  private static ProbedKms aws;
  private static ProbedKms localStack;

  @BeforeAll
  static void open() throws Exception {
    emulator =
        KmsEmulator.start(
            KmsEmulatorSettings.of("eu-west-1", ACCOUNT)
                .withWrappingKeys(WrappingKeySupply.onePairOfASpec()));
    aws = ProbedKms.of(emulator.endpoint(), ACCOUNT);
    localStack =
        ProbedKms.of(TestLocalStack.running().orElseThrow().endpoint(), LocalStack.freshAccount());
  }

  @AfterAll
  static void close() {
    localStack.close();
    aws.close();
    emulator.close();
  }

  /** In the document's order. */
  private static Map<String, Probe> probes() {
    Map<String, Probe> all = new LinkedHashMap<>();
    all.putAll(ParameterProbes.all());
    all.putAll(ImportProbes.all());
    all.putAll(ReimportProbes.all());
    all.putAll(ExpiryProbes.all());
    all.putAll(KeyProbes.all());
    return all;
  }

  static Stream<Arguments> everyProbe() {
    return probes().entrySet().stream()
        .map(probe -> Arguments.of(probe.getKey(), probe.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everyProbe")
  void bothAnswerAsTheDocumentSays(String what, Probe probe) throws Exception {
    String row = "| %s | %s | %s |".formatted(what, probe.answer(aws), probe.answer(localStack));

    assertThat(document()).contains(row);
  }

  @Test
  void theDocumentHasNoOtherRows() throws IOException {
    List<String> rows =
        document().stream()
            .map(ROW::matcher)
            .filter(Matcher::matches)
            .map(row -> row.group(1))
            .toList();

    assertThat(rows).containsSequence(probes().keySet());
  }

  private static List<String> document() throws IOException {
    return Files.readAllLines(Layout.ofSystemProperty().home().resolve("docs/localstack.md"));
  }
}
