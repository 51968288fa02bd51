package io.keyferry.kmsemulator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.model.testing.DocumentExamples;
import io.keyferry.model.testing.DocumentExamples.Block;
import io.keyferry.model.testing.DocumentExamples.Command;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.kms.model.KmsRequest;

/** The examples in the documents that call KMS or start the emulator. */
class DocumentExamplesTest {

  private static final String MODEL = KmsRequest.class.getPackageName() + ".";

  /** Options of the AWS CLI itself. */
  private static final Set<String> OF_THE_CLI = Set.of("Query", "Output");

  @TempDir private Path folder;

  @Test
  void theProgramTakesTheOptionsThatTheDocumentShows() {
    List<Command> starts = DocumentExamples.commands("java", "-jar");
    assertThat(starts)
        .allSatisfy(start -> {
          assertThat(start.words().get(2))
              .isEqualTo("testbed/kms-emulator/target/kms-emulator.jar");
          KmsEmulatorMain.command()
              .parseArgs(start.words().subList(3, start.words().size()).toArray(String[]::new));
        });
    assertThat(Path.of("pom.xml")).content().contains("<finalName>kms-emulator</finalName>");
  }

  /** As the SDK, which is made from AWS's description of KMS, knows operations and members. */
  @Test
  void everyCallOfKmsIsOfAnOperationWithThoseMembers() throws Exception {
    List<Command> calls =
        DocumentExamples.commands("aws", "kms").stream().filter(c -> c.words().size() > 3).toList();
    assertThat(calls).hasSizeGreaterThan(6);
    for (Command call : calls) {
      Class<?> operation = Class.forName(MODEL + pascal(call.words().get(2)) + "Request");
      Object builder = operation.getMethod("builder").invoke(null);
      Set<String> members =
          ((SdkPojo) builder)
              .sdkFields().stream().map(SdkField::memberName).collect(Collectors.toSet());
      assertThat(call.words().stream().filter(word -> word.startsWith("--")))
          .as(call.toString())
          .map(option -> pascal(option.substring(2)))
          .allMatch(member -> members.contains(member) || OF_THE_CLI.contains(member));
    }
  }

  private static String pascal(String kebab) {
    return Arrays.stream(kebab.split("-", -1))
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining());
  }

  /** The document leaves out the imports of others, and the end. */
  @Test
  void theJUnitTestCompiles() throws Exception {
    Block block = DocumentExamples.block("java junit");
    Path source =
        Files.writeString(
            folder.resolve("ImportTest.java"),
            """
            import org.junit.jupiter.api.Test;
            import org.junit.jupiter.api.extension.RegisterExtension;
            import software.amazon.awssdk.services.kms.KmsClient;
            """
                + block.text().replace("…", ".build();\n  }\n}\n"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter errors = new StringWriter();

    assertThat(
            compiler
                .getTask(
                    errors,
                    null,
                    null,
                    List.of(
                        "-proc:none",
                        "-d",
                        folder.toString(),
                        "-classpath",
                        System.getProperty("java.class.path")),
                    null,
                    compiler.getStandardFileManager(null, null, null).getJavaFileObjects(source))
                .call())
        .as("%s: %s", block.where(), errors)
        .isTrue();
  }
}
