package io.keyferry.kmsemulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.keyferry.kmsemulator.crypto.KeyBytes;
import io.keyferry.kmsemulator.crypto.KeyCheckValues;
import io.keyferry.kmsemulator.key.Material;
import io.keyferry.kmsemulator.key.Regions;
import io.keyferry.kmsemulator.key.StoredKey;
import io.keyferry.kmsemulator.protocol.HttpAnswer;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsError;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * {@code GET /emulator/key-check-value?keyId=…}: the check value, which KMS never returns, for
 * tests that compare the key in the HSM with the key in KMS.
 */
final class KeyCheckValueRoute implements HttpHandler {

  static final String PATH = "/emulator/key-check-value";

  private static final String PARAMETER = "keyId=";

  private final Regions regions;

  KeyCheckValueRoute(Regions regions) {
    this.regions = regions;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestMethod().equals("GET")
          || !exchange.getRequestURI().getPath().equals(PATH)) {
        HttpAnswer.notFound("expected GET " + PATH + "?keyId=ID").writeTo(exchange);
        return;
      }
      keyId(exchange)
          .map(this::answer)
          .orElseGet(() -> HttpAnswer.notFound("expected the query parameter keyId, found none"))
          .writeTo(exchange);
    }
  }

  private HttpAnswer answer(String keyId) {
    try {
      StoredKey key = regions.of(keyId).byIdOrArn(keyId);
      return material(key)
          .map(KeyCheckValueRoute::values)
          .orElseGet(() -> HttpAnswer.notFound(key.arn() + " holds no AES key"));
    } catch (KmsError e) {
      return HttpAnswer.notFound(e.sentence().orElse(e.name()));
    }
  }

  private static Optional<KeyBytes> material(StoredKey key) {
    return key.nature().isSymmetric()
        ? key.locked(
            state -> state.materials().withRole(Material.Role.CURRENT).flatMap(Material::bytes))
        : Optional.empty();
  }

  private static HttpAnswer values(KeyBytes aesKey) {
    ObjectNode values = Json.object();
    KeyCheckValues.of(aesKey).forEach(values::put);
    return HttpAnswer.ok(values);
  }

  private static Optional<String> keyId(HttpExchange exchange) {
    return Optional.ofNullable(exchange.getRequestURI().getRawQuery())
        .flatMap(query ->
            Arrays.stream(query.split("&")).filter(part -> part.startsWith(PARAMETER)).findFirst())
        .map(part -> URLDecoder.decode(part.substring(PARAMETER.length()), StandardCharsets.UTF_8));
  }
}
