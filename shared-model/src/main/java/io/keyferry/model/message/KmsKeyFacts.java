package io.keyferry.model.message;

import io.avaje.jsonb.Json;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.Required;
import io.keyferry.model.value.Sha256;
import java.util.Optional;

/**
 * The KMS key of an import, as KMS describes it at the end.
 *
 * @param origin KMS's {@code Origin}
 * @param keySpec KMS's {@code KeySpec}
 * @param state KMS's {@code KeyState}
 * @param policy SHA-256 of the key policy's text as {@code GetKeyPolicy} returns it; absent if KMS
 *     did not return it
 */
@Json
public record KmsKeyFacts(
    KeyArn keyArn,
    String account,
    String region,
    String origin,
    String keySpec,
    String state,
    Optional<Sha256> policy) {

  private static final int MAX_LENGTH = 64;

  public KmsKeyFacts {
    Required.present(keyArn, "keyArn");
    account = Required.cleaned(account, "account", MAX_LENGTH);
    region = Required.cleaned(region, "region", MAX_LENGTH);
    origin = Required.cleaned(origin, "origin", MAX_LENGTH);
    keySpec = Required.cleaned(keySpec, "keySpec", MAX_LENGTH);
    state = Required.cleaned(state, "state", MAX_LENGTH);
    Required.present(policy, "policy");
  }
}
