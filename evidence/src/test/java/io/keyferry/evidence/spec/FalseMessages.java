package io.keyferry.evidence.spec;

import io.keyferry.model.signed.RejectedMessageException.Flaw;
import io.keyferry.model.testing.EcSigner;
import io.keyferry.model.testing.Jws;
import io.keyferry.model.testing.Signatures;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Messages that a verifier must refuse, each a true one with one change. */
final class FalseMessages {

  /**
   * One of them.
   *
   * @param why for a person
   */
  record FalseMessage(String name, Flaw flaw, String why, String compact) {}

  private final Jws message;
  private final EcSigner signer;
  private final EcSigner stranger = EcSigner.create();
  private final List<FalseMessage> all = new ArrayList<>();

  private FalseMessages(String compact, EcSigner signer) {
    this.message = Jws.of(compact);
    this.signer = signer;
  }

  /** The false messages for a message of any type. */
  static FalseMessages of(String compact, EcSigner signer) {
    FalseMessages made = new FalseMessages(compact, signer);
    made.texts();
    made.headers();
    made.signatures();
    made.payloads();
    return made;
  }

  List<FalseMessage> all() {
    return List.copyOf(all);
  }

  /** A message with another payload, under a true signature. */
  FalseMessages signed(String name, String why, String from, String to) {
    add(name, Flaw.CONTENT_INVALID, why, signed(message.payload(edited(from, to))).toString());
    return this;
  }

  /** A message that is longer than its type allows, and otherwise true. */
  FalseMessages tooLong(int max) {
    byte[] payload = (message.payloadText() + " ".repeat(max)).getBytes(StandardCharsets.UTF_8);
    add(
        "too-long",
        Flaw.TOO_LONG,
        "blanks after the payload make it longer than " + max + " characters",
        signed(message.payload(payload)).toString());
    return this;
  }

  private void texts() {
    String text = message.toString();
    add(
        "two-parts",
        Flaw.NOT_A_COMPACT_JWS,
        "the signature is missing",
        text.substring(0, text.lastIndexOf('.')));
    add("padded", Flaw.NOT_A_COMPACT_JWS, "base64url has no padding here", text + "==");
    add(
        "respelled",
        Flaw.NOT_A_COMPACT_JWS,
        "the last character decodes to the same bytes, but is not what encoding them gives",
        text.substring(0, text.length() - 1) + (char) (text.charAt(text.length() - 1) + 1));
  }

  private void headers() {
    header("algorithm-none", "alg is none", "\"ES256\"", "\"none\"");
    header("other-algorithm", "alg is ES384", "\"ES256\"", "\"ES384\"");
    header("other-type", "typ is that of no message", ".v1+jws", ".v2+jws");
    header(
        "key-in-the-header",
        "the header has a fourth field, jwk",
        "}",
        ",\"jwk\":" + stranger.verificationKey().jwk() + "}");
    String own = signer.verificationKey().thumbprint().value();
    String other = stranger.verificationKey().thumbprint().value();
    Jws renamed = message.header(bytes(message.headerText().replace(own, other)));
    add(
        "other-signer",
        Flaw.OTHER_SIGNER,
        "kid names another key, which did sign it",
        Signatures.signed(renamed, stranger).toString());
  }

  private void header(String name, String why, String from, String to) {
    Jws changed = message.header(bytes(message.headerText().replace(from, to)));
    add(name, Flaw.WRONG_HEADER, why, signed(changed).toString());
  }

  private void signatures() {
    add(
        "twin",
        Flaw.SIGNATURE_INVALID,
        "s is the larger of the two that verify",
        message.signature(Signatures.twin(message.signatureBytes())).toString());
    add(
        "forged",
        Flaw.SIGNATURE_INVALID,
        "another key signed it under the true kid",
        Signatures.signed(message, stranger).toString());
    add(
        "changed",
        Flaw.SIGNATURE_INVALID,
        "a blank was put behind the payload after it was signed",
        message.payload(bytes(message.payloadText() + " ")).toString());
    add(
        "signature-too-short",
        Flaw.SIGNATURE_INVALID,
        "the signature has 63 bytes",
        message.signature(Arrays.copyOf(message.signatureBytes(), 63)).toString());
  }

  private void payloads() {
    String text = message.payloadText();
    String first = text.substring(1, text.indexOf(','));
    signed("unknown-field", "the payload has a field that is none", "{", "{\"another\":1,");
    // The one payload whose first field may be missing.
    String needed = first.startsWith("\"kmsKeyId\"") ? text.split(",", 3)[1] : first;
    signed("missing-field", "a field is missing that must be there", needed + ",", "");
    signed("doubled-field", "the first field is there twice", "{", "{" + first + ",");
    signed(
        "null", "the first field is null", first, first.substring(0, first.indexOf(':')) + ":null");
    add(
        "text-after-it",
        Flaw.CONTENT_INVALID,
        "there is text after the payload",
        signed(message.payload(bytes(text + "{}"))).toString());
  }

  private byte[] edited(String from, String to) {
    String text = message.payloadText();
    int at = text.indexOf(from);
    if (at < 0) {
      throw new IllegalStateException("expected " + from + " in " + text);
    }
    return bytes(text.substring(0, at) + to + text.substring(at + from.length()));
  }

  private Jws signed(Jws changed) {
    return Signatures.signed(changed, signer);
  }

  private void add(String name, Flaw flaw, String why, String compact) {
    all.add(new FalseMessage(name, flaw, why, compact));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
