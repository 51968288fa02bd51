package io.keyferry.kmsemulator.operation.material;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.crypto.WrappingRules;
import io.keyferry.kmsemulator.key.ImportTokens;
import io.keyferry.kmsemulator.key.KeyOrigin;
import io.keyferry.kmsemulator.key.KeyStatus;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.key.StoredKey;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Member;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Parameters;
import io.keyferry.kmsemulator.protocol.Shape;
import io.keyferry.kmsemulator.value.KeySpec;
import io.keyferry.kmsemulator.value.WrappingAlgorithm;
import io.keyferry.kmsemulator.value.WrappingKeySpec;
import java.security.KeyPair;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** {@code GetParametersForImport}: returns a wrapping key and the matching token. */
public final class GetParametersForImport implements KmsOperation {

  private static final String SM2 = "SM2";
  private static final String SM2PKE = "SM2PKE";

  private static final Shape SHAPE =
      Shape.of(
          Members.KEY_ID.needed(),
          Member.oneOf(
                  "WrappingAlgorithm",
                  List.of(
                      "RSAES_PKCS1_V1_5",
                      "RSAES_OAEP_SHA_1",
                      "RSAES_OAEP_SHA_256",
                      "RSA_AES_KEY_WRAP_SHA_1",
                      "RSA_AES_KEY_WRAP_SHA_256",
                      SM2PKE))
              .needed(),
          Member.oneOf("WrappingKeySpec", List.of("RSA_2048", "RSA_3072", "RSA_4096", SM2))
              .needed());

  private final KeyStore keys;
  private final InstantSource clock;
  private final ImportTokens tokens;
  private final Function<WrappingKeySpec, KeyPair> wrappingKeyPairs;

  public GetParametersForImport(
      KeyStore keys,
      InstantSource clock,
      ImportTokens tokens,
      Function<WrappingKeySpec, KeyPair> wrappingKeyPairs) {
    this.keys = keys;
    this.clock = clock;
    this.tokens = tokens;
    this.wrappingKeyPairs = wrappingKeyPairs;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    StoredKey key = keys.byIdOrArn(given.text("KeyId"));
    key.requireOrigin(KeyOrigin.EXTERNAL);
    refuseCombination(given, key.nature().spec());
    key.update(state -> {
      key.refuseIn(state, KeyStatus.UNCHANGEABLE);
      key.refuseIn(state, Set.of(KeyStatus.UPDATING));
    });
    KeyPair pair = wrappingKeyPairs.apply(WrappingKeySpec.valueOf(given.text("WrappingKeySpec")));
    Instant validTo = clock.instant().plus(ImportTokens.LIFETIME).truncatedTo(ChronoUnit.MILLIS);
    byte[] token =
        tokens.issue(
            new ImportTokens.Content(
                key.arn(),
                WrappingAlgorithm.valueOf(given.text("WrappingAlgorithm")),
                pair.getPrivate(),
                validTo));
    ObjectNode answer =
        Json.object()
            .put("KeyId", key.arn().toString())
            .put("ImportToken", token)
            .put("PublicKey", pair.getPublic().getEncoded());
    answer.set("ParametersValidTo", Json.timestamp(validTo));
    return answer;
  }

  private static void refuseCombination(Parameters given, KeySpec target) {
    String algorithm = given.text("WrappingAlgorithm");
    String wrappingKey = given.text("WrappingKeySpec");
    boolean allowed =
        !algorithm.equals(SM2PKE)
            && !wrappingKey.equals(SM2)
            && WrappingRules.allow(
                WrappingAlgorithm.valueOf(algorithm), WrappingKeySpec.valueOf(wrappingKey), target);
    if (!allowed) {
      throw KmsError.validation(
          "Wrapping algorithm "
              + algorithm
              + " and wrapping key spec "
              + wrappingKey
              + " cannot be used to import a "
              + target
              + " key.");
    }
  }
}
