package io.keyferry.local.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The body of an Invoke request: one JSON value in UTF-8. */
final class InvokePayload {

  private InvokePayload() {}

  /**
   * Reads the whole body; an empty one is an empty object.
   *
   * @throws RefusedException if Lambda would not hand it to a function
   */
  static String read(InputStream in, InvocationType type) throws IOException, RefusedException {
    byte[] body = in.readAllBytes();
    if (body.length > type.largestPayload()) {
      throw new RefusedException(InvokeRefusal.tooLarge(type, body.length));
    }
    String payload = decoded(body);
    try {
      return Json.parse(payload).isMissingNode() ? "{}" : payload;
    } catch (JsonProcessingException e) {
      throw refused(e);
    }
  }

  private static String decoded(byte[] body) throws RefusedException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw notUtf8(body);
    }
  }

  /** Lambda's parser reports which byte is wrong, but does not detect every wrong byte. */
  private static RefusedException notUtf8(byte[] body) {
    try {
      Json.parse(body);
      return new RefusedException(InvokeRefusal.notJson("Invalid UTF-8"));
    } catch (IOException e) {
      return e instanceof JsonProcessingException json
          ? refused(json)
          : new RefusedException(InvokeRefusal.notJson("Invalid UTF-8"));
    }
  }

  private static RefusedException refused(JsonProcessingException e) {
    return new RefusedException(InvokeRefusal.notJson(e.getOriginalMessage()));
  }
}
