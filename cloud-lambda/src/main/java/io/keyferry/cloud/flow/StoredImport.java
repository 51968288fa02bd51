package io.keyferry.cloud.flow;

import io.keyferry.model.ImportRecord;
import io.keyferry.model.Sha256;
import java.time.Instant;
import java.util.Optional;

/**
 * A record with what only the cloud half may know of it.
 *
 * @param version 1 for the first, then one more with each change
 * @param requestDigest tells whether a repeated client token came with the same request
 * @param request the request's canonical JSON
 * @param attempt absent until KMS gave import parameters
 * @param leaseUntil until when an invocation works on it
 * @param writer the Lambda request id of the invocation that wrote this version
 */
public record StoredImport(
    ImportRecord record,
    long version,
    Sha256 requestDigest,
    String request,
    Optional<Attempt> attempt,
    Optional<Instant> leaseUntil,
    String writer) {}
