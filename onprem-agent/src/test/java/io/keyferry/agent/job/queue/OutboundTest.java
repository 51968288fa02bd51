package io.keyferry.agent.job.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.keyferry.agent.job.ConnectProxy;
import io.keyferry.agent.job.TlsServer;
import io.keyferry.agent.job.queue.NetworkProbe.Obstacle;
import io.keyferry.agent.job.queue.NetworkProbe.UnreachableException;
import io.keyferry.agent.job.queue.QueueProbe.Answer;
import io.keyferry.agent.job.queue.QueueProbe.Permission;
import io.keyferry.model.testing.EcSigner;
import io.keyferry.model.value.InvalidValueException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SQS's own name through a real proxy, to a TLS server with its own authority. */
@Timeout(60)
class OutboundTest {

  /** For user someone with the password {@code se:cret}. */
  private static final String BASIC = "Basic c29tZW9uZTpzZTpjcmV0";

  @TempDir private static Path folder;
  private static TlsServer sqs;
  private static Optional<SSLSocketFactory> authorities = Optional.empty();
  private final Map<String, String> properties = new HashMap<>();

  @BeforeAll
  static void start() throws Exception {
    sqs = new TlsServer(folder);
    authorities = Optional.of(Outbound.authorities(Files.readAllBytes(sqs.caFile())));
    System.setProperty("aws.accessKeyId", "AKIATEST");
    System.setProperty("aws.secretAccessKey", "test");
  }

  @AfterAll
  static void stop() {
    sqs.close();
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  private Optional<HttpProxy> named(Map<String, String> environment) {
    return HttpProxy.of(properties::get, environment);
  }

  private CloudSettings cloud(
      Map<String, String> environment, Optional<SSLSocketFactory> certificates) {
    URI queue = URI.create("https://%s/123456789012/jobs.fifo".formatted(TlsServer.NAME));
    return new CloudSettings(
        "eu-west-1",
        queue,
        queue,
        EcSigner.create().verificationKey(),
        Optional.empty(),
        new Outbound(named(environment), certificates));
  }

  private static Answer ask(CloudSettings cloud) {
    try (QueueProbe probe = QueueProbe.of(cloud, new ServerClock(InstantSource.system()))) {
      return probe.ask(Permission.DELETE_JOB).answer();
    }
  }

  private static Obstacle obstacle(CloudSettings cloud) {
    return catchThrowableOfType(UnreachableException.class, () -> NetworkProbe.ask(cloud))
        .obstacle();
  }

  @Test
  void callsOfSqsGoThroughTheProxyOfTheEnvironment() throws Exception {
    try (ConnectProxy proxy = new ConnectProxy(sqs.address(), Optional.empty())) {
      CloudSettings cloud =
          cloud(Map.of("HTTPS_PROXY", "http://127.0.0.1:" + proxy.port()), authorities);
      assertThat(ask(cloud)).isEqualTo(Answer.ALLOWED);
      assertThat(NetworkProbe.ask(cloud))
          .contains("reached through the proxy 127.0.0.1:%d (HTTPS_PROXY)".formatted(proxy.port()))
          .contains("certificates from cloud.ca-file");
      assertThat(proxy.requests())
          .isNotEmpty()
          .allMatch("CONNECT %s:443 HTTP/1.1".formatted(TlsServer.NAME)::equals);
    }
  }

  @Test
  void jvmPropertiesOverrideTheEnvironment() throws Exception {
    try (ConnectProxy proxy = new ConnectProxy(sqs.address(), Optional.empty())) {
      properties.put("https.proxyHost", "127.0.0.1");
      properties.put("https.proxyPort", Integer.toString(proxy.port()));
      assertThat(ask(cloud(Map.of("HTTPS_PROXY", "http://127.0.0.1:1"), authorities)))
          .isEqualTo(Answer.ALLOWED);
      properties.put("http.nonProxyHosts", "localhost|*.amazonaws.com");
      assertThat(
              cloud(Map.of(), authorities)
                  .outbound()
                  .through(URI.create("https://sqs.eu-west-1.amazonaws.com")))
          .isEmpty();
    }
  }

  @Test
  void proxyPasswordIsSent() throws Exception {
    try (ConnectProxy proxy = new ConnectProxy(sqs.address(), Optional.of(BASIC))) {
      String host = "127.0.0.1:" + proxy.port();
      assertThat(obstacle(cloud(Map.of("https_proxy", host), authorities)))
          .isEqualTo(Obstacle.PROXY_PASSWORD);
      CloudSettings cloud =
          cloud(Map.of("https_proxy", "http://someone:se%3Acret@" + host), authorities);
      assertThat(ask(cloud)).isEqualTo(Answer.ALLOWED);
      assertThat(NetworkProbe.ask(cloud)).contains("with a password").doesNotContain("cret");
    }
  }

  @Test
  void proxyThatRefusesTheTargetIsReported() throws Exception {
    try (ConnectProxy proxy = new ConnectProxy(sqs.address(), Optional.empty())) {
      proxy.refuse();
      assertThat(obstacle(cloud(Map.of("HTTPS_PROXY", "127.0.0.1:" + proxy.port()), authorities)))
          .isEqualTo(Obstacle.PROXY_REFUSES);
    }
  }

  @Test
  void aServerOfAnAuthorityThatIsNotTrustedIsRefused() throws Exception {
    try (ConnectProxy proxy = new ConnectProxy(sqs.address(), Optional.empty())) {
      CloudSettings cloud =
          cloud(Map.of("HTTPS_PROXY", "127.0.0.1:" + proxy.port()), Optional.empty());
      assertThat(ask(cloud)).isEqualTo(Answer.FAILED);
      assertThat(obstacle(cloud)).isEqualTo(Obstacle.TLS);
    }
  }

  @Test
  void missingProxyIsReportedAsNoAnswer() {
    assertThat(obstacle(cloud(Map.of("HTTPS_PROXY", "http://127.0.0.1:1"), authorities)))
        .isEqualTo(Obstacle.NO_ANSWER);
  }

  @ParameterizedTest
  @CsvSource({
    "*, false",
    "sqs.eu-west-1.amazonaws.com, false",
    "SQS.eu-west-1.amazonaws.com:443, false",
    "amazonaws.com, false",
    ".amazonaws.com, false",
    "*.amazonaws.com, false",
    "'localhost, .eu-west-1.amazonaws.com', false",
    "azonaws.com, true",
    "eu-west-2.amazonaws.com, true",
    "'', true"
  })
  void namesOfNoProxyAreReachedDirectly(String noProxy, boolean through) {
    Outbound outbound =
        new Outbound(
            named(Map.of("HTTPS_PROXY", "http://proxy:3128", "NO_PROXY", noProxy)),
            Optional.empty());
    assertThat(outbound.through(URI.create("https://sqs.eu-west-1.amazonaws.com")).isPresent())
        .isEqualTo(through);
    assertThat(outbound.through(URI.create("http://127.0.0.1:9324"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "socks5://u:secret@proxy:1",
        "https://u:secret@proxy:1",
        "http://",
        "http://u:secret@:1",
        "http://u:secret@proxy:99999",
        "u:secret@pro xy"
      })
  void invalidProxyIsRefusedWithoutShowingItsPassword(String url) {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> named(Map.of("HTTPS_PROXY", url)))
        .withMessageContaining("HTTPS_PROXY")
        .withMessageNotContaining("secret");
  }

  @Test
  void noProxyIsNamedByAnEmptyVariable() {
    assertThat(named(Map.of("HTTPS_PROXY", " "))).isEmpty();
    assertThat(named(Map.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no certificate", "-----BEGIN CERTIFICATE-----\nAA==\n"})
  void fileWithoutACertificateIsNotACaFile(String text) {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> Outbound.authorities(text.getBytes(StandardCharsets.UTF_8)))
        .withMessageContaining("certificates as PEM");
  }
}
