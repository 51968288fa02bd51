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
 * @param policy SHA-256 of the key policy's text as {@code GetKeyPolicy} returns it; absent if KMS did not return it
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

  private static final int LONGEST = 64;

  public KmsKeyFacts {
    Required.present(keyArn, "keyArn");
    account = Required.cleaned(account, "account", LONGEST);
    region = Required.cleaned(region, "region", LONGEST);
    origin = Required.cleaned(origin, "origin", LONGEST);
    keySpec = Required.cleaned(keySpec, "keySpec", LONGEST);
    state = Required.cleaned(state, "state", LONGEST);
    Required.present(policy, "policy");
  }
}
