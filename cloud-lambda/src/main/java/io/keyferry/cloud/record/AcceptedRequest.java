package io.keyferry.cloud.record;

import io.keyferry.model.value.Requester;
import io.keyferry.model.value.Sha256;
import java.util.Optional;

/**
 * The request that an import came from.
 *
 * @param requester whoever asked first
 * @param canonical the request's canonical text; what acts on the import reads the order
 * @param digest of that text: shows whether a repeated client token came with the same request
 * @param hsmKey the key of the HSM that it named, where it named one
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
