package io.keyferry.acceptance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.acceptance.browser.Chromium;
import io.keyferry.local.Layout;
import io.keyferry.local.token.TokenKind;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.KeyCheckValue;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an administrator sees of an agent that has imported a key. */
class StatusPageIT {

  private static final Pattern READY = Pattern.compile("ready: health on (http://\\S+)/health");

  @TempDir private static Path folder;
  private static Stage stage;
  private static ImportRecord imported;
  private static URI agent;

  @BeforeAll
  static void carryAKey() throws Exception {
    stage = Stage.open(TokenKind.NSS, folder);
    stage.startAgent();
    imported = stage.ended(stage.requestImport());
    Matcher ready = READY.matcher(stage.agentLog());
    assertThat(ready.find()).isTrue();
    agent = URI.create(ready.group(1) + "/");
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @Test
  void aPersonSeesThatAllIsWellInLightAndDarkModeAndOnAPhone() throws Exception {
    Path kept = Files.createDirectories(Layout.ofSystemProperty().work("status-page"));

    try (Chromium chromium = Chromium.start(Files.createDirectories(folder.resolve("profile")))) {
      chromium.resize(1280, 1000);
      chromium.open(agent);

      assertThat(chromium.title()).startsWith("✓ KeyFerry ");
      assertThat(chromium.texts(".verdict")).containsExactly("All is well");
      assertThat(chromium.texts("h2")).containsExactly("Health", "HSM", "Imports", "Audit log");
      assertThat(chromium.texts(".facts .up")).hasSize(5).containsOnly("UP");
      assertThat(chromium.texts(".imports tbody td"))
          .contains(
              "wrapped and sent",
              checkValue(),
              imported.keyArn().orElseThrow().toString(),
              imported.importId() + ", attempt 1");
      assertThat(chromium.background())
          .as("the style sheet has passed the policy")
          .contains("255, 255, 255");
      assertThat(chromium.requests()).as("files beside the page").isZero();
      assertThat(chromium.overflow()).as("wide window").isZero();
      assertThat(chromium.barriers()).as("by day").isEmpty();
      Files.write(kept.resolve("day.png"), chromium.screenshot());

      chromium.preferDark();
      assertThat(chromium.background()).contains("13, 17, 23");
      assertThat(chromium.barriers()).as("by night").isEmpty();
      Files.write(kept.resolve("night.png"), chromium.screenshot());

      chromium.resize(500, 1000);
      assertThat(chromium.overflow()).as("narrow window").isZero();
      assertThat(chromium.barriers()).as("on a phone").isEmpty();
      Files.write(kept.resolve("phone.png"), chromium.screenshot());
    }
  }

  private static String checkValue() {
    return imported
        .hsm()
        .hsmKey()
        .orElseThrow()
        .proof()
        .keyCheckValue()
        .map(KeyCheckValue::value)
        .orElse("not reported");
  }

  @Test
  void prometheusReadsTheCallsOfTheImportAndNoneOfItsNames() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      String scraped =
          http.send(
                  HttpRequest.newBuilder(agent.resolve("prometheus")).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();

      assertThat(scraped.lines())
          .contains(
              "keyferry_jobs_total{outcome=\"done\"} 1.0",
              "keyferry_jobs_in_progress 0.0",
              "keyferry_hsm_call_seconds_count{function=\"C_Login\",result=\"ok\"} 1");
      for (String function : List.of("C_WrapKey", "C_Initialize", "C_OpenSession")) {
        assertThat(scraped)
            .contains("keyferry_hsm_call_seconds_sum{function=\"%s\"".formatted(function));
      }
      for (String function : List.of("ReceiveMessage", "DeleteMessage", "SendMessage")) {
        assertThat(scraped)
            .contains("keyferry_queue_call_seconds_sum{function=\"%s\"".formatted(function));
      }
      assertThat(scraped)
          .doesNotContain(imported.importId().value())
          .doesNotContain(imported.keyArn().orElseThrow().keyId().value());
      Path kept = Files.createDirectories(Layout.ofSystemProperty().work("status-page"));
      Files.writeString(kept.resolve("prometheus.txt"), scraped);
    }
  }
}
