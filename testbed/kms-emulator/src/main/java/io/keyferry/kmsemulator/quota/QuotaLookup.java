package io.keyferry.kmsemulator.quota;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.environment.RequestQuotas;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the quotas that a request draws on, by the algorithm that it names. */
final class QuotaLookup {

  private QuotaLookup() {}

  /** One quota; two for {@code ReEncrypt} from one kind of key to another. */
  static Set<String> of(String operation, ObjectNode request) {
    return switch (operation) {
      case "Encrypt", "Decrypt" -> Set.of(encryption(request, "EncryptionAlgorithm"));
      case "ReEncrypt" ->
          Stream.of("SourceEncryptionAlgorithm", "DestinationEncryptionAlgorithm")
              .map(member -> encryption(request, member))
              .collect(Collectors.toUnmodifiableSet());
      case "GenerateDataKey",
          "GenerateDataKeyWithoutPlaintext",
          "GenerateRandom",
          "GenerateMac",
          "VerifyMac" ->
          Set.of(RequestQuotas.SYMMETRIC);
      case "Sign", "Verify" ->
          Set.of(
              request.path("SigningAlgorithm").asText().startsWith("RSA")
                  ? RequestQuotas.RSA
                  : RequestQuotas.ECC);
      case "DeriveSharedSecret" -> Set.of(RequestQuotas.ECC);
      default -> Set.of(operation);
    };
  }

  private static String encryption(ObjectNode request, String member) {
    return request.path(member).asText().startsWith("RSA")
        ? RequestQuotas.RSA
        : RequestQuotas.SYMMETRIC;
  }
}
