package io.keyferry.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.model.testing.DocumentExamples;
import io.keyferry.model.testing.DocumentExamples.Block;
import io.keyferry.model.testing.DocumentExamples.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The commands in the documents with which the stack is deployed. */
class DocumentExamplesTest {

  private static final Path ROOT = DocumentExamples.repository();
  private static final Synthesized STACK = Synthesized.of(SampleSettings.twoAgents());
  private static final String TEMPLATE = String.valueOf(STACK.file().getFileName());
  private static final Set<String> CDK = Set.of("bootstrap", "deploy", "diff", "destroy");

  @Test
  void everyOutputThatIsReadIsOneOfTheStack() {
    assertThat(DocumentExamples.commands("output"))
        .allSatisfy(command ->
            assertThat(STACK.output(command.words().getLast()).isMissingNode())
                .as(command.toString())
                .isFalse());
  }

  @Test
  void theStackIsNamedAsItIsDeployed() {
    assertThat(DocumentExamples.commands("aws", "cloudformation"))
        .allSatisfy(command ->
            assertThat(command.words())
                .contains("--stack-name", TEMPLATE.replace(".template.json", "")));
  }

  @Test
  void synthPrintsWhereTheTemplateIs() throws IOException {
    Block block = DocumentExamples.block("console synth");
    String launcher = Files.readString(ROOT.resolve("keyferry"));

    assertThat(block.output())
        .containsExactly("keyferry: the template is …/infra-cdk/cdk.out/" + TEMPLATE);
    assertThat(launcher)
        .contains("say \"the template is $1/" + TEMPLATE + "\"")
        .contains("out=$(writable \"${1:-$home/infra-cdk/cdk.out}\")")
        .contains("say() { printf 'keyferry: %s\\n'");
  }

  @Test
  void theSettingsThatAreCopiedAreValid() throws Exception {
    List<Command> copies = DocumentExamples.commands("cp");
    assertThat(copies)
        .allSatisfy(copy ->
            assertThat(copy.arguments())
                .containsExactly(
                    "infra-cdk/" + SettingsSource.EXAMPLE, "infra-cdk/" + SettingsSource.FILE));
    SettingsSource source = new SettingsSource(Path.of(""), Map.of(), InstantSource.system());
    assertThat(source.load(SettingsSource.EXAMPLE).settings().agents()).isNotEmpty();
  }

  @Test
  void everyCallOfTheCdkCliIsOfOneVersion() {
    List<Command> calls =
        DocumentExamples.commands("npx").stream().filter(c -> c.words().size() > 2).toList();
    assertThat(calls).isNotEmpty();
    assertThat(calls)
        .allSatisfy(call -> assertThat(CDK).as(call.toString()).contains(call.words().get(2)));
    assertThat(calls.stream().map(call -> call.words().get(1)).distinct())
        .singleElement()
        .asString()
        .matches("aws-cdk@\\d+\\.\\d+\\.\\d+");
    assertThat(Files.exists(ROOT.resolve("infra-cdk/cdk.json"))).isTrue();
  }
}
