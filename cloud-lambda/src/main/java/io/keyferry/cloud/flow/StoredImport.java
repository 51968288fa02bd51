package io.keyferry.cloud.flow;

import io.keyferry.cloud.request.ExistingHsmKey;
import io.keyferry.model.HsmKeyName;
import io.keyferry.model.ImportRecord;
import io.keyferry.model.Requester;
import io.keyferry.model.Sha256;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A record with what only the cloud half may know of it.
 *
 * @param version 1 for the first, then one more with each change
 * @param requestDigest tells whether a repeated client token came with the same request
 * @param request the request's canonical JSON
 * @param requester whoever asked first
 * @param requestIds KMS's request ids by action, of all calls that are in the record
 * @param hsmKey the key of the HSM that the request named, where it named one
 * @param attempt absent until KMS gave import parameters
 * @param proof what a verification has to prove
 * @param leaseUntil until when an invocation works on it
 * @param due when something has to be done unless it was done by then: the job is not sent, its
 *     answer has not come, or its end is not told yet
 * @param writer the Lambda request id of the invocation that wrote this version
 * @param ceremonyRecord the signed ceremony record, which every ended import has
 */
public record StoredImport(
    ImportRecord record,
    long version,
    Sha256 requestDigest,
    String request,
    Requester requester,
    Map<String, String> requestIds,
    Optional<ExistingHsmKey> hsmKey,
    Optional<Attempt> attempt,
    Optional<Proof> proof,
    Optional<Instant> leaseUntil,
    Optional<Instant> due,
    String writer,
    Optional<String> ceremonyRecord) {

  public StoredImport {
    requestIds = Map.copyOf(requestIds);
  }

  /** The key of the HSM that its jobs name: the request's, or that of the import it verifies. */
  Optional<ExistingHsmKey> orderedKey() {
    return hsmKey.or(() ->
        proof.map(asked ->
            new ExistingHsmKey(new HsmKeyName.Id(asked.hsmKey()), asked.makeExtractable())));
  }

  /** The same with its ceremony record. */
  StoredImport recorded(String compact) {
    return new StoredImport(
        record,
        version,
        requestDigest,
        request,
        requester,
        requestIds,
        hsmKey,
        attempt,
        proof,
        leaseUntil,
        due,
        writer,
        Optional.of(compact));
  }

  /** The next version, in which nothing else has changed. */
  StoredImport due(Optional<Instant> next, String nextWriter) {
    return new StoredImport(
        record,
        version + 1,
        requestDigest,
        request,
        requester,
        requestIds,
        hsmKey,
        attempt,
        proof,
        leaseUntil,
        next,
        nextWriter,
        ceremonyRecord);
  }
}
