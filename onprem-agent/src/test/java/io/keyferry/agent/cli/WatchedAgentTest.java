package io.keyferry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.keyferry.agent.config.ConfigReader;
import io.keyferry.agent.hsm.StagedToken;
import io.keyferry.agent.hsm.testing.Await;
import io.keyferry.agent.run.RunningAgent;
import io.keyferry.model.testing.DocumentExamples;
import io.keyferry.model.testing.DocumentExamples.Block;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a running agent reports to those who monitor it. */
@Timeout(60)
class WatchedAgentTest {

  private static final List<String> PROPERTIES = List.of("aws.accessKeyId", "aws.secretAccessKey");

  @TempDir private Path directory;
  private final HttpClient http = HttpClient.newHttpClient();
  private StagedToken token;
  private SqsStub sqs;
  private RunningAgent agent;

  @BeforeEach
  void start() throws Exception {
    PROPERTIES.forEach(name -> System.setProperty(name, "test"));
    token = new StagedToken(directory.resolve("token"));
    sqs = new SqsStub();
    String yaml =
        ConfigFile.min(directory)
            .replace("token:\n", "  endpoint: %s\ntoken:\n".formatted(sqs.endpoint()));
    Path config = ConfigFile.write(directory, yaml + "agent: {port: 0}\n");
    agent = RunningAgent.start(ConfigReader.read(config), (section, guard) -> token);
    untilStatus("/health", 200);
  }

  @AfterEach
  void stop() {
    agent.close();
    sqs.close();
    http.close();
    PROPERTIES.forEach(System::clearProperty);
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + agent.port() + path);
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  /** Polls until the answer has this status code. */
  private String untilStatus(String path, int statusCode) throws Exception {
    AtomicReference<String> body = new AtomicReference<>();
    Await.until(
        () -> {
          HttpResponse<String> response = get(path);
          body.set(response.body());
          return response.statusCode() == statusCode;
        },
        path + " to answer " + statusCode);
    return body.get();
  }

  @Test
  void isAliveButNotReadyWhileTheQueuesAreUnreachable() throws Exception {
    assertThat(get("/health/readiness").statusCode()).isEqualTo(200);

    sqs.refuse();

    assertThat(untilStatus("/health/readiness", 503))
        .contains("\"hsm\"", "\"queues\"", "\"clock\"", "\"records\"")
        .doesNotContain("\"loop\"");
    HttpResponse<String> live = get("/health/liveness");
    assertThat(live.statusCode()).isEqualTo(200);
    assertThat(live.body()).contains("\"loop\"").doesNotContain("\"queues\"");
    assertThat(get("/health").body()).contains("\"loop\"", "\"queues\"");
  }

  @Test
  void repeatedHealthRequestsCauseNoCallsToTheHsmOrTheDisk() throws Exception {
    List<String> calls = token.calls();
    FileTime written = Files.getLastModifiedTime(directory.resolve("audit"));
    for (int i = 0; i < 200; i++) {
      assertThat(get("/health").statusCode()).isEqualTo(200);
      assertThat(get("/").statusCode()).isEqualTo(200);
    }
    assertThat(token.calls()).isEqualTo(calls);
    assertThat(Files.getLastModifiedTime(directory.resolve("audit"))).isEqualTo(written);
  }

  @Test
  void prometheusReadsEachMetricWithItsMeaning() throws Exception {
    HttpResponse<String> scraped = get("/prometheus");

    assertThat(scraped.statusCode()).isEqualTo(200);
    assertThat(scraped.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/plain")
        .contains("version=0.0.4");
    assertThat(scraped.body().lines())
        .contains(
            "keyferry_jobs_total{outcome=\"done\"} 0.0",
            "keyferry_jobs_total{outcome=\"given_back\"} 0.0",
            "keyferry_hsm_recovery_attempts_total{step=\"library\"} 0.0",
            "keyferry_hsm_state{state=\"ready\"} 1.0",
            "keyferry_hsm_state{state=\"unreachable\"} 0.0",
            "keyferry_hsm_keys_left_extractable 0.0",
            "keyferry_hsm_login_blocked 0.0",
            "keyferry_hsm_unavailable_seconds 0.0",
            "keyferry_job_max_in_progress_seconds 0.0",
            "keyferry_job_oldest_age_seconds 0.0",
            "keyferry_credentials_expiry_seconds NaN",
            "keyferry_certificate_expiry_seconds NaN",
            "keyferry_audit_chain_length 1.0");
    assertThat(scraped.body())
        .contains("keyferry_queue_call_seconds_count{function=\"ReceiveMessage\",result=\"ok\"}")
        .contains("keyferry_agent_info{build=")
        .contains("process_uptime_seconds ", "process_resident_memory_bytes ");
  }

  @Test
  void everyMetricIsOneOfOursAndIsExplained() throws Exception {
    List<String> lines = get("/prometheus").body().lines().toList();
    TreeSet<String> explained = new TreeSet<>();
    TreeSet<String> typed = new TreeSet<>();
    for (String line : lines) {
      String[] words = line.split(" ", 4);
      if (line.startsWith("# HELP") && words.length == 4) {
        explained.add(words[2]);
      } else if (line.startsWith("# TYPE")) {
        typed.add(words[2]);
      }
    }
    assertThat(typed)
        .isNotEmpty()
        .isEqualTo(explained)
        .allMatch(name -> name.matches("(keyferry|process)_.*"));
  }

  @Test
  void everyMetricInTheDocumentIsRead() throws Exception {
    Set<String> read =
        get("/prometheus")
            .body()
            .lines()
            .filter(line -> line.startsWith("# TYPE "))
            .map(line -> line.split(" ", 4)[2])
            .collect(Collectors.toSet());
    Block rules = DocumentExamples.block("yaml prometheus-rules");
    String document = Files.readString(DocumentExamples.repository().resolve(rules.document()));

    assertThat(names("`((?:keyferry|process)_\\w+)", document)).isEqualTo(read);
    assertThat(names("expr: (\\w+)", rules.text())).isNotEmpty().isSubsetOf(read);
    assertThat(names("(?m)^( *- alert):", rules.text())).isNotEmpty();
  }

  private static Set<String> names(String form, String text) {
    return Pattern.compile(form)
        .matcher(text)
        .results()
        .map((MatchResult result) -> result.group(1))
        .collect(Collectors.toSet());
  }

  @Test
  void prometheusReadsWhereTheDocumentSays() throws Exception {
    JsonNode job =
        new YAMLMapper()
            .readTree(DocumentExamples.block("yaml prometheus").text())
            .at("/scrape_configs/0");

    assertThat(get(job.path("metrics_path").asText()).statusCode()).isEqualTo(200);
    ConfigFile.write(directory, ConfigFile.min(directory));
    int port = ConfigReader.read(directory.resolve("agent.yml")).agent().port();
    assertThat(job.at("/static_configs/0/targets/0").asText()).isEqualTo("127.0.0.1:" + port);
  }

  @Test
  void showsItsStatusOnAPageThatMayLoadNothing() throws Exception {
    HttpResponse<String> page = get("/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'; style-src 'sha256-")
        .doesNotContain("unsafe");
    assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(page.body())
        .contains(
            "All is well",
            "None answered since the agent started",
            token.identity().serial(),
            "ready since");
  }

  @Test
  void refreshesItsStatusOnlyOnRequest() throws Exception {
    HttpResponse<String> page = get("/");
    assertThat(page.headers().firstValue("Refresh")).isEmpty();
    assertThat(page.body()).contains("<a href=\"/?refresh\">Refresh every 10 seconds</a>");

    HttpResponse<String> refreshing = get("/?refresh");
    assertThat(refreshing.headers().firstValue("Refresh")).contains("10");
    assertThat(refreshing.body()).contains("<a href=\"/\">Stop refreshing</a>");
  }

  @Test
  void pageOfAnotherNameThatPointsToTheLoopbackInterfaceReadsNothing() throws Exception {
    for (String path : List.of("/", "/health", "/health/liveness", "/prometheus", "/none")) {
      assertThat(statusLine(path, "evil.example:" + agent.port()))
          .as(path)
          .isEqualTo("HTTP/1.1 421 Misdirected Request");
    }
    assertThat(statusLine("/", "localhost:" + agent.port())).isEqualTo("HTTP/1.1 200 OK");
  }

  /** The JDK's client cannot send an arbitrary {@code Host}. */
  private String statusLine(String path, String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), agent.port())) {
      socket
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(path, host)
                  .getBytes(StandardCharsets.US_ASCII));
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      return answer.lines().findFirst().orElseThrow();
    }
  }
}
