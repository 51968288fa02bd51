package io.keyferry.cloud.request;

import io.keyferry.cloud.event.Fault;
import io.keyferry.model.Expiration;
import java.util.List;
import java.util.Optional;

/**
 * What could be read of a request, and all that is wrong with it. The parts are there even where
 * the whole is not, so that AWS can be asked about them and every fault comes in one answer.
 *
 * @param request present if there is no fault
 * @param faults what can be seen without asking AWS or the clock
 * @param alias the alias to create, if it is one
 * @param keyId the key to import into, if it can be one
 * @param verification the import to verify, if it can be one
 */
public record RequestReading(
    Optional<ImportRequest> request,
    List<Fault> faults,
    Optional<String> clientToken,
    Optional<String> alias,
    Optional<String> keyId,
    Optional<Verification> verification,
    Optional<Expiration> expiration) {}
