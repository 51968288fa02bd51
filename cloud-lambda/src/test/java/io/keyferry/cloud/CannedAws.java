package io.keyferry.cloud;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.keyferry.model.json.Json;
import io.keyferry.model.json.JsonText;
import io.keyferry.model.testing.EcSigner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * The wire forms of the operations that the handlers call, with one key and one table: enough to
 * see that the packaged jar speaks to all four services. What AWS checks is tested elsewhere.
 */
final class CannedAws implements AutoCloseable {

  static final String SIGNING_KEY =
      "arn:aws:kms:eu-west-1:123456789012:key/99999999-12ab-34cd-56ef-1234567890ab";
  static final String REQUEST_ID = "5f3c2a1b-0000-4000-8000-000000000001";

  private static final String KEY =
      "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

  final EcSigner signer = EcSigner.create();
  final List<String> operations = new CopyOnWriteArrayList<>();
  final List<String> sent = new CopyOnWriteArrayList<>();
  final List<Json.Obj> events = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final Map<String, String> items = new ConcurrentHashMap<>();
  private volatile String keyState = "";

  /** An operation that is refused. */
  volatile String refusing = "";

  /** An operation that has no answer now. */
  volatile String unavailable = "";

  CannedAws() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String target =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Amz-Target")).orElse("");
    String operation = target.substring(target.indexOf('.') + 1);
    operations.add(operation);
    Json.Obj request = (Json.Obj) Json.read(exchange.getRequestBody().readAllBytes());
    if (operation.equals(refusing)) {
      respond(exchange, 400, "{\"__type\":\"AccessDeniedException\",\"message\":\"no\"}");
      return;
    }
    if (operation.equals(unavailable)) {
      respond(exchange, 500, "{\"__type\":\"KMSInternalException\",\"message\":\"later\"}");
      return;
    }
    if (operation.equals("PutItem") && isThere(request)) {
      respond(exchange, 400, "{\"__type\":\"ConditionalCheckFailedException\"}");
      return;
    }
    try {
      respond(exchange, 200, answer(operation, request));
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private String answer(String operation, Json.Obj request) throws GeneralSecurityException {
    return switch (operation) {
      case "PutItem" -> {
        put(request);
        yield "{}";
      }
      case "TransactWriteItems" -> {
        if (request.fields().get("TransactItems") instanceof Json.Arr(List<Json> all)) {
          all.forEach(each -> put(((Json.Obj) each).object("Put").orElseThrow()));
        }
        yield "{}";
      }
      case "GetItem" ->
          Optional.ofNullable(items.get(id(request.object("Key").orElseThrow())))
              .map(item -> "{\"Item\":" + item + "}")
              .orElse("{}");
      case "Query" ->
          items.values().stream()
              .filter(item -> item.contains("\"listing\""))
              .collect(
                  Collectors.joining(",", "{\"Count\":1,\"ScannedCount\":1,\"Items\":[", "]}"));
      case "CreateKey" -> {
        keyState = "PendingImport";
        yield metadata();
      }
      case "ListKeys" -> "{\"Keys\":[],\"Truncated\":false}";
      case "DescribeKey" -> metadata();
      case "GetParametersForImport" -> parameters();
      case "ImportKeyMaterial" -> {
        keyState = "Enabled";
        yield "{\"KeyId\":\"" + KEY + "\",\"KeyMaterialId\":\"" + "ab".repeat(32) + "\"}";
      }
      case "GetKeyPolicy" -> "{\"Policy\":\"{}\",\"PolicyName\":\"default\"}";
      case "GetPublicKey" ->
          "{\"PublicKey\":\"" + base64(signer.verificationKey().key().getEncoded()) + "\"}";
      case "Sign" -> "{\"Signature\":\"" + base64(derSignature(request)) + "\"}";
      case "SendMessage" -> {
        String body = request.text("MessageBody").orElseThrow();
        sent.add(body);
        byte[] md5 = MessageDigest.getInstance("MD5").digest(body.getBytes(StandardCharsets.UTF_8));
        yield "{\"MessageId\":\"1\",\"MD5OfMessageBody\":\""
            + HexFormat.of().formatHex(md5)
            + "\"}";
      }
      case "ChangeMessageVisibility" -> "{}";
      case "PutEvents" -> {
        events.add(request);
        yield "{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"1\"}]}";
      }
      default -> throw new IllegalStateException("no answer to " + operation);
    };
  }

  private String metadata() {
    return JsonText.object(json -> {
      json.writeObjectFieldStart("KeyMetadata");
      json.writeStringField("KeyId", KEY.substring(KEY.indexOf('/') + 1));
      json.writeStringField("Arn", KEY);
      json.writeStringField("Origin", "EXTERNAL");
      json.writeStringField("KeySpec", "SYMMETRIC_DEFAULT");
      json.writeStringField("KeyState", keyState);
      json.writeEndObject();
    });
  }

  private static String parameters() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    byte[] publicKey = generator.generateKeyPair().getPublic().getEncoded();
    long validTo = Instant.now().plus(Duration.ofHours(24)).getEpochSecond();
    return "{\"KeyId\":\"%s\",\"PublicKey\":\"%s\",\"ImportToken\":\"%s\",\"ParametersValidTo\":%d}"
        .formatted(KEY, base64(publicKey), base64(new byte[] {1, 2, 3}), validTo);
  }

  private byte[] derSignature(Json.Obj request) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("NONEwithECDSA");
    signature.initSign(signer.pair().getPrivate());
    signature.update(Base64.getDecoder().decode(request.text("Message").orElseThrow()));
    return signature.sign();
  }

  /** Stores an item of the table under its key. */
  private void put(Json.Obj request) {
    Json.Obj item = request.object("Item").orElseThrow();
    items.put(id(item), RawJson.of(item));
  }

  /** Whether an item is put that must be the first and is not. */
  private boolean isThere(Json.Obj request) {
    return request.text("ConditionExpression").orElse("").startsWith("attribute_not_exists")
        && items.containsKey(id(request.object("Item").orElseThrow()));
  }

  /** The only import in the table. */
  Json.Obj item() {
    String only =
        items.values().stream()
            .filter(item -> item.contains("\"listing\""))
            .findFirst()
            .orElseThrow();
    return (Json.Obj) Json.read(only.getBytes(StandardCharsets.UTF_8));
  }

  private static String id(Json.Obj key) {
    return key.object("importId").flatMap(id -> id.text("S")).orElseThrow();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static void respond(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("x-amzn-RequestId", REQUEST_ID);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
