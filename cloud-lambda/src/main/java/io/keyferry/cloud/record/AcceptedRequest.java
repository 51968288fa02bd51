package io.keyferry.cloud.record;

import io.keyferry.model.value.Requester;
import io.keyferry.model.value.Sha256;
import java.util.Optional;

/**
 * The request that started an import.
 *
 * @param requester the first requester
 * @param canonical the request's canonical text; the flow reads the order instead
 * @param digest of that text: shows whether a repeated client token came with the same request
 * @param hsmKey the HSM key that it named, if it named one
 */
public record AcceptedRequest(
    Requester requester,
    String canonical,
    Sha256 digest,
    Optional<ExistingHsmKey> hsmKey,
    StoredOrder order) {

  AcceptedRequest with(StoredOrder next) {
    return new AcceptedRequest(requester, canonical, digest, hsmKey, next);
  }
}
