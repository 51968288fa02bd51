package io.keyferry.kmsemulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.keyferry.kmsemulator.key.Regions;
import io.keyferry.kmsemulator.protocol.HttpAnswer;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;

/**
 * The stock AWS SDK over HTTP, connected to the emulator's operations of one case after another.
 */
final class SdkKms implements AutoCloseable {

  private final AtomicReference<KmsEndpoint> endpoint = new AtomicReference<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private final Map<String, KmsClient> clients = new HashMap<>();

  SdkKms() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/", exchange -> Objects.requireNonNull(endpoint.get(), "no case").handle(exchange));
    server.setExecutor(threads);
    server.start();
  }

  /** Serves these operations from now on, by Region. */
  void serve(
      Regions regions, Map<String, Map<String, KmsOperation>> operations, MovableClock clock) {
    SequencedMap<String, RegionalKms> kms = new LinkedHashMap<>();
    regions.forEach((region, keys) ->
        kms.put(
            region,
            new RegionalKms(
                Objects.requireNonNull(operations.get(region), region),
                new KmsCalls(keys, clock, new KmsFaults(), call -> {}))));
    endpoint.set(new KmsEndpoint(kms, new SecureRandom()));
  }

  /**
   * What the SDK returns for the operation's answer.
   *
   * @throws SdkJson.NotSayableException if the SDK's types cannot express the request
   */
  HttpAnswer call(String region, String operation, JsonNode request) {
    SdkOperations.Call call =
        Objects.requireNonNull(SdkOperations.BY_NAME.get(operation), operation);
    try {
      return HttpAnswer.ok(call.answer(client(region), request));
    } catch (KmsException e) {
      return new HttpAnswer(e.statusCode(), error(e.awsErrorDetails()));
    }
  }

  private static ObjectNode error(AwsErrorDetails details) {
    ObjectNode error = Json.object().put("__type", details.errorCode());
    Optional.ofNullable(details.errorMessage())
        .filter(message -> !message.isEmpty())
        .ifPresent(message -> error.put("message", message));
    return error;
  }

  private KmsClient client(String region) {
    return clients.computeIfAbsent(
        region,
        name ->
            KmsClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .region(Region.of(name))
                .credentialsProvider(
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(
                    configuration -> configuration.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build());
  }

  @Override
  public void close() {
    clients.values().forEach(KmsClient::close);
    server.stop(0);
    threads.close();
  }
}
