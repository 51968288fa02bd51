package io.keyferry.agent.cli;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.keyferry.agent.config.ConfigReader;
import io.keyferry.agent.config.ConfigurationException;
import io.keyferry.agent.hsm.StagedToken;
import io.keyferry.agent.hsm.testing.Await;
import io.keyferry.agent.run.RunningAgent;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

@Timeout(60)
class RunningAgentTest {

  private static final Map<String, String> PROPERTIES =
      Map.of(
          "aws.accessKeyId",
          "test",
          "aws.secretAccessKey",
          "test",
          // The targets of a hostile environment: nobody listens there.
          "aws.endpointUrl",
          "http://127.0.0.1:1",
          "aws.endpointUrlSqs",
          "http://127.0.0.1:1");

  @TempDir Path directory;

  private StagedToken token;
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void setProperties() {
    token = new StagedToken(directory.resolve("token"));
    PROPERTIES.forEach(System::setProperty);
  }

  @AfterEach
  void clearProperties() {
    PROPERTIES.keySet().forEach(System::clearProperty);
    System.clearProperty("decorate.token");
    http.close();
  }

  @Test
  void reportsHsmQueuesAndClockSeparately() throws Exception {
    try (SqsStub sqs = new SqsStub();
        RunningAgent agent = start(sqs)) {
      Map<?, ?> well = health(agent, 200);
      assertThat(well.get("status")).isEqualTo("UP");
      assertThat(well.get("details"))
          .asInstanceOf(MAP)
          .containsOnlyKeys("hsm", "queues", "clock", "records", "loop", "gracefulShutdown");
      assertThat(indicator(well, "hsm").get("details"))
          .asInstanceOf(MAP)
          .containsEntry("label", token.identity().label())
          .containsEntry("serial", token.identity().serial())
          .containsEntry("state", "READY")
          .containsKey("since")
          .doesNotContainKey("error");
      assertThat(indicator(well, "queues"))
          .extracting("details", as(MAP))
          .containsOnlyKeys("lastReceive");
      assertThat(indicator(well, "clock"))
          .extracting("details", as(MAP))
          .containsOnlyKeys("secondsAheadOfSqs");

      sqs.refuse();
      Map<?, ?> ill = health(agent, 503);
      assertThat(ill.get("status")).isEqualTo("DOWN");
      assertThat(indicator(ill, "hsm").get("status")).isEqualTo("UP");
      assertThat(indicator(ill, "clock").get("status")).isEqualTo("UP");
      assertThat(indicator(ill, "queues").get("status")).isEqualTo("DOWN");
      assertThat(indicator(ill, "queues"))
          .extracting("details", as(MAP))
          .containsKeys("lastReceive", "error");
    }
    assertThat(token.calls().stream().filter("logout"::equals)).hasSize(1);
  }

  @Test
  void opensNoOtherEndpoint() throws Exception {
    try (SqsStub sqs = new SqsStub();
        RunningAgent agent = start(sqs)) {
      for (String path :
          new String[] {"/env", "/beans", "/info", "/stop", "/loggers", "/metrics"}) {
        assertThat(get(agent, path).statusCode()).as(path).isEqualTo(404);
      }
    }
  }

  @Test
  void letsAListenerOnTheClassPathWrapTheToken() throws Exception {
    System.setProperty("decorate.token", "true");
    try (SqsStub sqs = new SqsStub();
        RunningAgent agent = start(sqs)) {
      assertThat(indicator(health(agent, 200), "hsm"))
          .extracting("details", as(MAP))
          .containsEntry("label", "decorated " + token.identity().label());
    }
    assertThat(token.calls().stream().filter("logout"::equals)).hasSize(1);
  }

  @Test
  void namesThePropertyWhenThePortIsTaken() throws Exception {
    try (SqsStub sqs = new SqsStub();
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path config = config(sqs, taken.getLocalPort());
      StringWriter err = new StringWriter();
      PrintWriter writer = new PrintWriter(err, true);

      int exitCode =
          AgentMain.execute(
              (section, guard) -> token, writer, writer, "run", "--config", config.toString());

      assertThat(exitCode).isEqualTo(1);
      assertThat(err.toString())
          .contains("agent.port", "Stop the program that has it, or set agent.port to another");
      assertThat(token.calls()).last().isEqualTo("logout");
    }
  }

  private RunningAgent start(SqsStub sqs) throws IOException, ConfigurationException {
    return RunningAgent.start(ConfigReader.read(config(sqs, 0)), (section, guard) -> token);
  }

  private Path config(SqsStub sqs, int port) throws IOException {
    String yaml =
        ConfigFile.min(directory)
            .replace("token:\n", "  endpoint: %s\ntoken:\n".formatted(sqs.endpoint()));
    return ConfigFile.write(directory, yaml + "agent: {port: %d}\n".formatted(port));
  }

  /** Polls until the answer has this status code. */
  private Map<?, ?> health(RunningAgent agent, int statusCode) throws Exception {
    AtomicReference<String> body = new AtomicReference<>();
    Await.until(
        () -> {
          HttpResponse<String> response = get(agent, "/health");
          body.set(response.body());
          return response.statusCode() == statusCode;
        },
        "/health to answer " + statusCode);
    // JSON is YAML.
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(body.get());
  }

  private HttpResponse<String> get(RunningAgent agent, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + agent.port() + path);
    return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static Map<?, ?> indicator(Map<?, ?> health, String name) {
    if (health.get("details") instanceof Map<?, ?> details
        && details.get(name) instanceof Map<?, ?> indicator) {
      return indicator;
    }
    throw new AssertionError("no indicator " + name + " in " + health);
  }
}
