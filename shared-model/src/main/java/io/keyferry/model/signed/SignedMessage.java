package io.keyferry.model.signed;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.util.Base64URL;
import io.avaje.jsonb.Json;
import io.keyferry.model.json.JsonCodec;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.signed.RejectedMessageException.Flaw;
import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.KeyThumbprint;
import io.keyferry.model.value.Required;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.VerificationKey;
import java.nio.charset.StandardCharsets;

/**
 * A message and its signature: compact JWS (RFC 7515) with ES256. The header has exactly {@code
 * alg}, {@code typ} and {@code kid}, and each is compared with its only allowed value before the
 * signature is verified. Only the signer can produce a second text of a message.
 */
public final class SignedMessage {

  private static final String ALG = "ES256";

  private SignedMessage() {}

  /**
   * Signs a message.
   *
   * @return the compact serialization, ASCII
   */
  public static <T, E extends Exception> String sign(
      MessageType<T> type, T content, MessageSigner<E> signer) throws E {
    Header header = new Header(ALG, type.typ(), signer.verificationKey().thumbprint());
    String signed =
        Base64URL.encode(JsonCodec.write(header))
            + "."
            + Base64URL.encode(JsonCodec.write(content));
    byte[] signature = signer.sign(Sha256.digest(signed.getBytes(StandardCharsets.US_ASCII)));
    return signed + "." + Base64URL.encode(LowSignature.of(signature));
  }

  /**
   * Verifies a message and reads it.
   *
   * @param signer the only key that may have signed it, known in advance
   * @throws RejectedMessageException if anything about it is wrong
   */
  public static <T> T verify(MessageType<T> type, String compact, VerificationKey signer)
      throws RejectedMessageException {
    if (compact.length() > type.maxCharacters()) {
      throw new RejectedMessageException(
          Flaw.TOO_LONG,
          "expected at most %d characters, found %d"
              .formatted(type.maxCharacters(), compact.length()));
    }
    String[] parts = compact.split("\\.", -1);
    if (parts.length != 3) {
      throw new RejectedMessageException(
          Flaw.NOT_A_COMPACT_JWS, "expected three parts of base64url, found " + parts.length);
    }
    byte[] header = decode(parts[0]);
    byte[] content = decode(parts[1]);
    byte[] signature = decode(parts[2]);
    checkHeader(header, type, signer);
    if (!LowSignature.is(signature)) {
      throw new RejectedMessageException(
          Flaw.SIGNATURE_INVALID,
          "expected r and s, 32 bytes each, s at most half the order of P-256, found another form");
    }
    if (!verifies(parts, type, signer)) {
      throw new RejectedMessageException(
          Flaw.SIGNATURE_INVALID, "the signature is not that of key " + signer.thumbprint());
    }
    try {
      return JsonCodec.read(type.content(), content);
    } catch (InvalidValueException e) {
      throw new RejectedMessageException(Flaw.CONTENT_INVALID, String.valueOf(e.getMessage()));
    }
  }

  private static byte[] decode(String part) throws RejectedMessageException {
    byte[] bytes = new Base64URL(part).decode();
    if (!Base64URL.encode(bytes).toString().equals(part)) {
      throw new RejectedMessageException(
          Flaw.NOT_A_COMPACT_JWS, "expected base64url without padding, found a different encoding");
    }
    return bytes;
  }

  private static void checkHeader(byte[] json, MessageType<?> type, VerificationKey signer)
      throws RejectedMessageException {
    Header header;
    try {
      header = JsonCodec.read(Header.class, json);
    } catch (InvalidValueException e) {
      throw new RejectedMessageException(
          Flaw.WRONG_HEADER, "expected exactly alg, typ and kid: " + e.getMessage());
    }
    if (!header.alg().equals(ALG)) {
      throw wrong("alg", ALG, header.alg());
    }
    if (!header.typ().equals(type.typ())) {
      throw wrong("typ", type.typ(), header.typ());
    }
    if (!header.kid().equals(signer.thumbprint())) {
      throw new RejectedMessageException(
          Flaw.OTHER_SIGNER,
          "expected the signer %s, found %s".formatted(signer.thumbprint(), header.kid()));
    }
  }

  private static RejectedMessageException wrong(String field, String expected, String found) {
    InvalidValueException fault = InvalidValueException.of(field + " " + expected, found);
    return new RejectedMessageException(Flaw.WRONG_HEADER, String.valueOf(fault.getMessage()));
  }

  private static boolean verifies(String[] parts, MessageType<?> type, VerificationKey signer) {
    try {
      JWSVerifier verifier = new ECDSAVerifier(signer.key());
      JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256).build();
      byte[] signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
      return verifier.verify(header, signed, new Base64URL(parts[2]));
    } catch (JOSEException e) {
      throw new IllegalStateException("ES256 for " + type.typ() + " must be available", e);
    }
  }

  /** The JWS header, all of it. */
  @Json
  public record Header(String alg, String typ, KeyThumbprint kid) {

    public Header {
      Required.check(alg, "alg", 32);
      Required.check(typ, "typ", 64);
      Required.present(kid, "kid");
    }
  }
}
