package io.keyferry.cloud.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.keyferry.model.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kms.KmsClient;

/** An AWS service below the SDK: it receives what is sent, and a test answers. */
public final class ScriptedAws implements SdkHttpClient {

  /** Answers a call. */
  @FunctionalInterface
  public interface Service {
    Reply to(Call call);
  }

  /** A call as sent. */
  public record Call(String operation, Json.Obj request) {

    /** A string member, or the text for a missing one. */
    public String text(String member) {
      return request.text(member).orElse("no " + member);
    }
  }

  /** An answer as sent. */
  public record Reply(int status, String body) {

    public static Reply ok(String body) {
      return new Reply(200, body);
    }

    public static Reply error(String type, String message) {
      return new Reply(400, "{\"__type\":\"%s\",\"message\":\"%s\"}".formatted(type, message));
    }
  }

  public final List<Call> calls = new CopyOnWriteArrayList<>();
  private final Service service;

  public ScriptedAws(Service service) {
    this.service = service;
  }

  public KmsClient kms() {
    return with(KmsClient.builder()).build();
  }

  public DynamoDbClient dynamoDb() {
    return with(DynamoDbClient.builder()).build();
  }

  /** The calls of this operation. */
  public List<Call> calls(String operation) {
    return calls.stream().filter(call -> call.operation().equals(operation)).toList();
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B with(B builder) {
    return builder
        .region(Region.EU_WEST_1)
        .endpointOverride(URI.create("http://127.0.0.1:1"))
        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "s")))
        .overrideConfiguration(b -> b.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .httpClient(this);
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return answer(request);
      }

      @Override
      public void abort() {}
    };
  }

  private HttpExecuteResponse answer(HttpExecuteRequest request) throws IOException {
    String target = request.httpRequest().firstMatchingHeader("X-Amz-Target").orElseThrow();
    byte[] body;
    try (var content = request.contentStreamProvider().orElseThrow().newStream()) {
      body = content.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Call call = new Call(target.substring(target.indexOf('.') + 1), (Json.Obj) Json.read(body));
    calls.add(call);
    Reply reply = service.to(call);
    return HttpExecuteResponse.builder()
        .response(
            SdkHttpResponse.builder()
                .statusCode(reply.status())
                .putHeader("x-amzn-RequestId", "request-id")
                .build())
        .responseBody(
            AbortableInputStream.create(new ByteArrayInputStream(reply.body().getBytes(UTF_8))))
        .build();
  }

  @Override
  public void close() {}
}
