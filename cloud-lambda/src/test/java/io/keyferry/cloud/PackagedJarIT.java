package io.keyferry.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.cloud.flow.TestAgent;
import io.keyferry.model.json.Json;
import io.keyferry.model.json.JsonText;
import io.keyferry.model.message.CeremonyRecord;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.signed.SignedMessage;
import io.keyferry.model.testing.EcSigner;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The deployed jar has everything that the handlers need. */
class PackagedJarIT {

  private static final Path JAR = Path.of(System.getProperty("keyferry.lambda.jar"));
  private static final String TEST_CLASSES = System.getProperty("keyferry.test.classes");

  private final EcSigner signer = EcSigner.create();

  @TempDir Path files = Path.of("");

  @Test
  void isSmallerThanTwentyMegabytes() throws IOException {
    assertThat(Files.size(JAR)).isLessThan(20_000_000);
  }

  @Test
  void carriesAnImportFromTheConsolesTestEventToItsRecord() throws Exception {
    try (CannedAws aws = new CannedAws()) {
      Json.Obj answer =
          (Json.Obj)
              Json.read(
                  run(
                      aws,
                      "RequestImport",
                      Files.readString(Path.of("events", "request-import-new-key.json"))));
      assertThat(answer.text("state")).contains("QUEUED");

      assertThat(start(aws, "CompleteImport", sqsEvent("forged"))).isNotZero();
      assertThat(aws.operations).contains("ChangeMessageVisibility");
      assertThat(new String(run(aws, "CompleteImport", sqsEvent(result(aws))), UTF_8))
          .isEqualTo("{}");
      assertThat(aws.operations).contains("ImportKeyMaterial");

      String id = answer.text("operationId").orElseThrow();
      Json.Obj read =
          (Json.Obj) Json.read(run(aws, "ReadImports", "{\"operationId\":\"" + id + "\"}"));
      assertThat(read.text("state")).contains("SUCCEEDED");
      assertThat(read.text("keyMaterialId")).contains("ab".repeat(32));
      CeremonyRecord record =
          SignedMessage.verify(
              MessageType.CEREMONY_RECORD,
              read.text("ceremonyRecord").orElseThrow(),
              aws.signer.verificationKey());
      assertThat(record.place().number()).isEqualTo(1);
      assertThat(record.halves().cloud().build()).matches("unknown|[0-9a-f]{40}(-dirty)?");
      assertThat(record.kms().requestIds()).hasSize(5).containsValue(CannedAws.REQUEST_ID);
      assertThat(new String(run(aws, "ReadImports", "{}"), UTF_8)).contains(id);
      assertThat(aws.events).singleElement().satisfies(event -> assertPublished(event, id));

      assertThat(new String(run(aws, "ResumeImports", "{\"task\":\"orphans\"}"), UTF_8))
          .isEqualTo("{\"orphans\":[]}");
    }
  }

  private static void assertPublished(Json.Obj event, String id) {
    assertThat(event.field("Entries"))
        .containsInstanceOf(Json.Arr.class)
        .map(entries -> ((Json.Arr) entries).items().getFirst())
        .map(Json.Obj.class::cast)
        .hasValueSatisfying(entry -> {
          assertThat(entry.text("Source")).contains("keyferry");
          assertThat(entry.text("DetailType")).contains("KeyFerry Operation Succeeded");
          assertThat(entry.text("EventBusName")).contains("default");
          assertThat(entry.text("Detail").orElseThrow()).contains(id, "SUCCEEDED");
        });
  }

  private String result(CannedAws aws) {
    TestAgent agent = new TestAgent(signer, aws.signer.verificationKey());
    return agent.answer(aws.sent.getFirst(), Instant.now());
  }

  private static String sqsEvent(String body) {
    return JsonText.object(json -> {
      json.writeArrayFieldStart("Records");
      json.writeStartObject();
      json.writeStringField("messageId", "0");
      json.writeStringField("receiptHandle", "handle");
      json.writeStringField("body", body);
      json.writeEndObject();
      json.writeEndArray();
    });
  }

  private byte[] run(CannedAws aws, String handler, String event)
      throws IOException, InterruptedException {
    int exit = start(aws, handler, event);
    assertThat(exit).as(() -> read(log())).isZero();
    return Files.readAllBytes(answer());
  }

  private Path answer() {
    return files.resolve("answer.json");
  }

  private Path log() {
    return files.resolve("log.jsonl");
  }

  private int start(CannedAws aws, String handler, String event)
      throws IOException, InterruptedException {
    Path in = Files.writeString(files.resolve("event.json"), event);
    ProcessBuilder process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                JAR + File.pathSeparator + TEST_CLASSES,
                LambdaProcess.class.getName(),
                handler)
            .redirectInput(in.toFile())
            .redirectOutput(answer().toFile())
            .redirectError(log().toFile());
    // The process must not inherit the shell's AWS settings.
    process.environment().clear();
    process.environment().putAll(environment(aws.url()));
    return process.start().waitFor();
  }

  private Map<String, String> environment(String url) {
    return Map.ofEntries(
        Map.entry("AWS_REGION", "eu-west-1"),
        Map.entry("AWS_LAMBDA_FUNCTION_NAME", "request"),
        Map.entry("AWS_ACCESS_KEY_ID", "test"),
        Map.entry("AWS_SECRET_ACCESS_KEY", "test"),
        Map.entry("AWS_ENDPOINT_URL", url),
        Map.entry("KEYFERRY_TABLE", "keyferry-imports"),
        Map.entry("KEYFERRY_RESULTS_QUEUE_URL", url + "/123456789012/results.fifo"),
        Map.entry("KEYFERRY_SIGNING_KEY", CannedAws.SIGNING_KEY),
        Map.entry("KEYFERRY_AGENTS", agents(url)),
        Map.entry("KEYFERRY_EVENT_BUS", "default"),
        Map.entry("KEYFERRY_TAG_KEYS", "origin"),
        Map.entry("KEYFERRY_LOCAL_STACK", "true"));
  }

  private String agents(String url) {
    return TestEnvironment.agents(
        "hsm-1", signer.verificationKey(), url + "/123456789012/jobs-hsm-1.fifo");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
