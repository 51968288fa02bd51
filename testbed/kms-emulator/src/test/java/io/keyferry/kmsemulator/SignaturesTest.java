package io.keyferry.kmsemulator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.key.KeyUsage;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.MessageType;
import io.keyferry.kmsemulator.protocol.SigningAlgorithm;
import io.keyferry.kmsemulator.testing.TestMaterials;
import io.keyferry.kmsemulator.value.KeySpec;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.BERSequence;
import org.bouncycastle.asn1.DERSequence;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** KMS's signatures against another implementation, in both directions. */
class SignaturesTest {

  private static final byte[] MESSAGE = "imported asymmetric signing".getBytes(US_ASCII);
  private static final Map<KeySpec, KeyPair> PAIRS = new ConcurrentHashMap<>();

  private final ImportedKeys kms = new ImportedKeys();

  /**
   * A key spec with one of its algorithms and one of the message types that the algorithm accepts.
   */
  record Way(KeySpec spec, SigningAlgorithm algorithm, MessageType type) {

    KeyPair pair() {
      return PAIRS.computeIfAbsent(spec, _ -> TestMaterials.newPair(material()));
    }

    private String material() {
      return switch (spec) {
        case ECC_NIST_P256 -> "EC secp256r1";
        case ECC_NIST_P384 -> "EC secp384r1";
        case ECC_NIST_P521 -> "EC secp521r1";
        case ECC_SECG_P256K1 -> "EC secp256k1";
        case ECC_NIST_EDWARDS25519 -> "Ed25519 -";
        default -> "RSA " + spec.name().substring("RSA_".length());
      };
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void anotherImplementationVerifiesWhatKmsSigns(Way way) throws GeneralSecurityException {
    byte[] signature = ImportedKeys.blob(kms.call("Sign", request(way, MESSAGE)), "Signature");

    assertThat(OtherSignatures.verify(way.algorithm(), way.pair().getPublic(), MESSAGE, signature))
        .isTrue();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void kmsVerifiesWhatAnotherImplementationSigns(Way way) throws GeneralSecurityException {
    byte[] signature = OtherSignatures.sign(way.algorithm(), way.pair().getPrivate(), MESSAGE);

    ObjectNode answer = kms.call("Verify", request(way, MESSAGE).put("Signature", signature));

    assertThat(answer.path("SignatureValid").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void noOtherBytesVerify(Way way) throws GeneralSecurityException {
    byte[] signature = OtherSignatures.sign(way.algorithm(), way.pair().getPrivate(), MESSAGE);
    byte[] otherMessage = "imported asymmetric Signing".getBytes(US_ASCII);
    byte[] damaged = signature.clone();
    damaged[damaged.length - 1] ^= 1;
    ObjectNode request = request(way, MESSAGE);

    for (ObjectNode wrong :
        List.of(
            request(way, otherMessage).put("Signature", signature),
            request.deepCopy().put("Signature", damaged),
            request.deepCopy().put("Signature", Arrays.copyOf(signature, signature.length - 1)),
            request.deepCopy().put("Signature", Arrays.copyOf(signature, signature.length + 1)),
            request.deepCopy().put("Signature", new byte[signature.length]),
            request.deepCopy().put("Signature", new byte[1]))) {
      assertThatThrownBy(() -> kms.call("Verify", wrong))
          .isInstanceOfSatisfying(
              KmsError.class, e -> assertThat(e.name()).isEqualTo("KMSInvalidSignatureException"));
    }
  }

  /** As Wycheproof tests it: one signature has one encoding. */
  @ParameterizedTest
  @MethodSource("ecdsaWays")
  void ecdsaSignatureInAnotherEncodingDoesNotVerify(Way way)
      throws GeneralSecurityException, IOException {
    byte[] der = OtherSignatures.sign(way.algorithm(), way.pair().getPrivate(), MESSAGE);
    ASN1Sequence numbers = ASN1Sequence.getInstance(der);
    byte[] indefinite = new BERSequence(numbers.toArray()).getEncoded(ASN1Encoding.BER);
    byte[] trailing = Arrays.copyOf(der, der.length + 2);
    ASN1EncodableVector three = new ASN1EncodableVector();
    numbers.forEach(three::add);
    three.add(new ASN1Integer(1));

    for (byte[] other : List.of(indefinite, trailing, new DERSequence(three).getEncoded())) {
      ObjectNode request = request(way, MESSAGE).put("Signature", other);
      assertThatThrownBy(() -> kms.call("Verify", request))
          .isInstanceOfSatisfying(
              KmsError.class, e -> assertThat(e.name()).isEqualTo("KMSInvalidSignatureException"));
    }
  }

  private ObjectNode request(Way way, byte[] message) throws GeneralSecurityException {
    String key =
        kms.imported(way.spec(), KeyUsage.SIGN_VERIFY, way.pair().getPrivate().getEncoded());
    byte[] digest = MessageDigest.getInstance(way.algorithm().hash()).digest(message);
    return Json.object()
        .put("KeyId", key)
        .put("Message", way.type() == MessageType.RAW ? message : digest)
        .put("MessageType", way.type().name())
        .put("SigningAlgorithm", way.algorithm().name());
  }

  static Stream<Way> ecdsaWays() {
    return ways().filter(way -> way.algorithm().name().startsWith("ECDSA"));
  }

  static Stream<Way> ways() {
    return Stream.of(KeySpec.values())
        .filter(spec -> KeyUsage.of(spec).contains(KeyUsage.SIGN_VERIFY))
        .flatMap(spec ->
            KeyUsage.SIGN_VERIFY.algorithms(spec).stream()
                .map(SigningAlgorithm::valueOf)
                .flatMap(algorithm ->
                    Stream.of(MessageType.values())
                        .filter(algorithm::takes)
                        .map(type -> new Way(spec, algorithm, type))));
  }
}
