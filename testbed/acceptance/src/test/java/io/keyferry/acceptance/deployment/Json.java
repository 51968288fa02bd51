package io.keyferry.acceptance.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** JSON documents as the services return them. */
final class Json {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Json() {}

  static JsonNode of(String text) throws JsonProcessingException {
    return JSON.readTree(text);
  }

  /** IAM returns its documents URL-encoded. */
  static JsonNode ofUrlEncoded(String text) throws JsonProcessingException {
    return of(URLDecoder.decode(text, StandardCharsets.UTF_8));
  }
}
