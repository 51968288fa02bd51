package io.keyferry.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyferry.cloud.event.Endpoint;
import io.keyferry.cloud.event.Invocation;
import io.keyferry.cloud.event.RefusedException;
import io.keyferry.cloud.flow.CloudHalf;
import io.keyferry.cloud.kms.KeyTags;
import io.keyferry.cloud.operation.OperationQueryParser;
import io.keyferry.cloud.recovery.Resumption;
import io.keyferry.cloud.request.RequestReader;
import io.keyferry.model.deployment.FunctionSpec;
import io.keyferry.model.deployment.RouteSpec;
import io.keyferry.model.deployment.ScheduleSpec;
import io.keyferry.model.input.Violation;
import io.keyferry.model.json.Json;
import io.keyferry.model.testing.DocumentExamples;
import io.keyferry.model.testing.DocumentExamples.Block;
import io.keyferry.model.testing.DocumentExamples.Command;
import io.keyferry.model.testing.DocumentExamples.Span;
import io.keyferry.model.testing.SpecSchema;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The requests and answers in the documents. */
class DocumentExamplesTest {

  private static final String ID = "0b7c0a52-4f0e-4a3c-9d0e-5f7d3a1b2c4d";
  private static final String ARN =
      "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  private static final String NEXT =
      "MjAyNi0xMS0yM1QwOTozMDowMC4wMDBaIDBiN2MwYTUyLTRmMGUtNGEzYy05ZDBlLTVmN2QzYTFiMmM0ZA";
  private static final RequestReader READER =
      new RequestReader(CloudHalf.kinds(KeyArn.parse(ARN)).all());

  /** The documents whose inline JSON is what the functions read and return. */
  private static final Set<String> DOCUMENTS =
      Set.of("README.md", "docs/operations.md", "docs/requests.md");

  /** A request with a refusal after it is refused with exactly that; any other is accepted. */
  @Test
  void everyRequestIsAcceptedOrRefusedAsTheDocumentShows() throws IOException {
    List<Block> blocks =
        DocumentExamples.blocks().stream().filter(b -> b.form().startsWith("json re")).toList();
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      if (block.form().equals("json request")) {
        boolean refused = i + 1 < blocks.size() && blocks.get(i + 1).form().equals("json refusal");
        if (refused) {
          isRefused(block, blocks.get(++i));
        } else {
          assertThat(violations(block.text())).as(block.where()).isEmpty();
        }
      } else {
        assertThat(block.form())
            .as(block.where() + " follows its request")
            .isEqualTo("json request");
      }
    }
    assertThat(DocumentExamples.blocks("json request")).isNotEmpty();
    assertThat(DocumentExamples.blocks("json refusal")).isNotEmpty();
  }

  private static void isRefused(Block request, Block refusal) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    Endpoint.handle(
        new ByteArrayInputStream(request.text().getBytes(UTF_8)),
        answer,
        TestContext.FUNCTION,
        _ -> {
          throw RefusedException.badRequest(violations(request.text()));
        });
    assertThat(SpecSchema.of("problem").closed().faults(SpecSchema.json(answer.toString(UTF_8))))
        .isEmpty();
    assertThat(SpecSchema.json(answer.toString(UTF_8)).toString())
        .as(refusal.where())
        .matches(DocumentExamples.shown(SpecSchema.json(refusal.text()).toString()));
  }

  @Test
  void everyJsonInASentenceIsReadByTheFunctionOrIsItsAnswer() throws IOException {
    List<Span> spans =
        DocumentExamples.spans().stream()
            .filter(span -> span.text().startsWith("{"))
            .filter(span -> !span.text().startsWith("{operationId}"))
            .filter(span -> DOCUMENTS.contains(span.where().replaceFirst(":.*", "")))
            .toList();
    assertThat(spans).hasSizeGreaterThan(6);
    for (Span span : spans) {
      JsonNode json = SpecSchema.json(filled(span.text()));
      assertThat(taken(json, span.text())).as("%s: %s", span.where(), span.text()).isTrue();
    }
  }

  private static String filled(String text) {
    return text.replaceAll("(\"(operationId|importId)\": *)\"…\"", "$1\"" + ID + "\"")
        .replaceAll("(\"keyArn\": *)\"…\"", "$1\"" + ARN + "\"")
        .replaceAll("(\"next\": *)\"…\"", "$1\"" + NEXT + "\"")
        .replace("[…]", "[]");
  }

  private static boolean taken(JsonNode json, String text) throws IOException {
    if (json.has("resumed")) {
      ImportId id = new ImportId(ID);
      String answer = ResumeImports.answer(new Resumption.Outcome(List.of(id), List.of(id), false));
      return DocumentExamples.shown(text).matcher(answer).matches();
    } else if (json.has("operations")) {
      return SpecSchema.of("read-answer", "page").closed().accepts(json);
    } else if (json.has("unreadable")) {
      return SpecSchema.of("read-answer", "unreadable").closed().accepts(json);
    } else if (json.has("state")) {
      return SpecSchema.of("import-request-answer").closed().accepts(json);
    } else if (json.has("verify") || json.has("newKey") || json.has("keyId")) {
      return violations(json.toString()).isEmpty();
    }
    return isQuery(json.toString());
  }

  @Test
  void everyInvocationNamesAFunctionAndAnEventThatItReads() throws IOException {
    Set<String> functions =
        FunctionSpec.ALL.stream().map(FunctionSpec::functionName).collect(Collectors.toSet());
    List<Command> invocations =
        DocumentExamples.commands("aws", "lambda").stream().filter(Command::complete).toList();
    assertThat(invocations).hasSizeGreaterThan(6);
    for (Command invocation : invocations) {
      List<String> words = invocation.words();
      assertThat(words).as(invocation.toString()).hasSize(8).startsWith("aws", "lambda", "invoke");
      assertThat(words.get(3)).isEqualTo("--function-name");
      assertThat(words.get(5)).isEqualTo("--payload");
      assertThat(functions).contains(words.get(4));
      assertThat(words.get(6)).startsWith("fileb://");
      assertThat(isRead(words.get(4), payload(words.get(6).substring("fileb://".length()))))
          .as(invocation.toString())
          .isTrue();
    }
  }

  /** The file, or what the command before it writes to that file. */
  private static String payload(String file) {
    if (file.startsWith("cloud-lambda/")) {
      return SpecSchema.read(DocumentExamples.repository().resolve(Path.of(file)));
    }
    return DocumentExamples.blocks().stream()
        .flatMap(block -> block.lines().stream())
        .filter(line -> line.matches("\\$ echo '.*' > " + file))
        .map(line -> line.replaceFirst("[^']*'", "").replaceFirst("'[^']*$", ""))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isRead(String function, String event) throws IOException {
    if (function.equals(FunctionSpec.REQUEST_IMPORT.functionName())) {
      return violations(event).isEmpty();
    } else if (function.equals(FunctionSpec.READ_IMPORTS.functionName())) {
      return isQuery(event);
    }
    return ScheduleSpec.ALL.stream()
        .filter(schedule -> schedule.target().functionName().equals(function))
        .anyMatch(schedule ->
            SpecSchema.json(event).path("task").asText().equals(schedule.input().get("task")));
  }

  @Test
  void everyHttpRequestIsOfARouteWithABodyThatItsFunctionReads() {
    List<Command> posts =
        DocumentExamples.commands("curl").stream()
            .filter(c -> c.words().contains("--data"))
            .toList();
    assertThat(posts).isNotEmpty();
    assertThat(posts)
        .allSatisfy(post -> {
          String file = post.words().get(post.words().indexOf("--data") + 1);
          assertThat(violations(payload(file.substring(1)))).isEmpty();
          assertThat(post.words().getLast()).endsWith(RouteSpec.REQUEST_OPERATION.path());
        });
  }

  @Test
  void theCommandForTheOwnersConsentSetsTheTagThatIsChecked() {
    assertThat(DocumentExamples.commands("aws", "kms", "tag-resource"))
        .hasSizeGreaterThan(1)
        .allSatisfy(command ->
            assertThat(command.words().getLast())
                .isEqualTo("TagKey=%s,TagValue=true".formatted(KeyTags.ALLOW_IMPORT)));
  }

  private static List<Violation> violations(String request) {
    return READER.read(Json.read(request.getBytes(UTF_8))).violations();
  }

  private static boolean isQuery(String event) throws IOException {
    try {
      OperationQueryParser.read(Invocation.direct(new ByteArrayInputStream(event.getBytes(UTF_8))));
      return true;
    } catch (RefusedException e) {
      return false;
    }
  }
}
