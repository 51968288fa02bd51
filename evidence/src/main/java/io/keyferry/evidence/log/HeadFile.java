package io.keyferry.evidence.log;

import io.keyferry.evidence.file.Durable;
import io.keyferry.model.json.JsonCodec;
import io.keyferry.model.message.AuditHead;
import io.keyferry.model.value.InvalidValueException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/**
 * The last signed head, beside the files of the log, so that cutting off signed lines is noticed.
 */
record HeadFile(Path path) {

  static final String NAME = "head.jws";

  static HeadFile in(Path directory) {
    return new HeadFile(directory.resolve(NAME));
  }

  /** A compact JWS, if a head was ever signed. */
  Optional<String> read() throws IOException {
    return Files.exists(path)
        ? Optional.of(new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1).strip())
        : Optional.empty();
  }

  void replace(String jws) throws IOException {
    Durable.replace(path, jws.getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Keeps a log that was cut from being signed again. The signature is not verified: this guards
   * against accidents, and anyone able to forge it could also restore an older head.
   *
   * @throws AuditException if the log ends before the signed line
   */
  void checkReached(Tail tail) throws IOException, AuditException {
    Optional<String> jws = read();
    if (jws.isPresent()) {
      long signed = content(jws.get()).sequence();
      if (signed > tail.sequence()) {
        throw LogFailures.cutOff(path, signed, tail.sequence());
      }
    }
  }

  private AuditHead content(String jws) throws AuditException {
    String[] parts = jws.split("\\.", -1);
    if (parts.length != 3) {
      throw LogFailures.notAHead(path, "not a compact JWS");
    }
    try {
      return JsonCodec.read(AuditHead.class, Base64.getUrlDecoder().decode(parts[1]));
    } catch (InvalidValueException e) {
      throw LogFailures.notAHead(path, String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw LogFailures.notAHead(path, "a part that is not base64url");
    }
  }
}
