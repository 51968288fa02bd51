package io.keyferry.local.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.kmsemulator.KeyView;
import io.keyferry.local.http.LoopbackServer;
import io.keyferry.local.iam.Caller;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {

  private static final String ACCOUNT = "123456789012";
  private static final String REGION = "eu-west-1";

  private final List<String> handedOn = new ArrayList<>();
  private LoopbackServer upstream;
  private CallLog log;
  private Gate gate;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    upstream =
        LoopbackServer.start(
            0,
            exchange -> {
              handedOn.add(exchange.getRequestURI().toString());
              LoopbackServer.answer(exchange, 200, Map.of(), "{}");
            });
    log = CallLog.in(folder.resolve("calls.jsonl"), () -> "none");
    AccessKeys keys = new AccessKeys();
    keys.add(
        new Credentials("AKIA", "secret", Optional.empty()),
        Caller.administrator("arn:aws:iam::" + ACCOUNT + ":user/admin"));
    KmsService kms =
        new KmsService(
            ACCOUNT,
            new KmsService.Keys() {
              @Override
              public Optional<KeyView> key(String region, String keyId) {
                return Optional.empty();
              }

              @Override
              public Optional<KeyView> keyOfCiphertext(String region, byte[] ciphertext) {
                return Optional.empty();
              }
            });
    gate =
        Gate.start(
            new SqsService(REGION, ACCOUNT, Map.of(), new DataKeys(Map.of(), kms, REGION)),
            upstream.uri(),
            keys,
            log,
            InstantSource.system());
  }

  @AfterEach
  void stop() {
    gate.close();
    log.close();
    upstream.close();
  }

  /**
   * SQS emulators accept an action in the URL, with any method: that must not bypass the policies.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/?Action=ReceiveMessage&QueueUrl=http://q/123456789012/jobs",
        "/123456789012/jobs?MaxNumberOfMessages=10&Action=ReceiveMessage",
        "/?%41ction=SendMessage&QueueUrl=http://q/123456789012/results&MessageBody=forged",
      })
  void actionInTheUrlIsNotForwardedWithoutASignature(String path) throws Exception {
    HttpResponse<String> answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("MissingAuthenticationTokenException");
    assertThat(handedOn).isEmpty();
  }

  @Test
  void emulatorRoutesBesideTheApiAreForwarded() throws Exception {
    assertThat(get("/health?verbose=true").statusCode()).isEqualTo(200);
    assertThat(handedOn).containsExactly("/health?verbose=true");
  }

  private HttpResponse<String> get(String path) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create(gate.endpoint() + path)).GET().build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
