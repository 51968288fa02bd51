package io.keyferry.model.message;

import io.avaje.jsonb.Json;
import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.Requester;
import io.keyferry.model.value.Required;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.Software;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Everything an auditor needs to know about one import, signed by the cloud's KMS key. It contains
 * the agent's half as the agent signed it.
 *
 * @param recordId the import's id
 * @param number 1 for the first record of this cloud half, increasing by 1 with each record
 * @param previous SHA-256 of the previous record as signed, ASCII; {@link AuditLine#NONE} for the
 *     first record
 * @param verifies the import whose key this operation verifies, if it is a verification
 * @param existingKey the HSM key that the request named, if it named one
 * @param requestIds KMS's request ids by action, such as {@code kms:ImportKeyMaterial}, for
 *     CloudTrail
 * @param parameters absent if KMS never returned any
 * @param encryptedKeyMaterial SHA-256 of what was sent to KMS; absent if nothing was
 * @param state IMPORTED or FAILED
 * @param keyMaterialId KMS's name for the material
 * @param proof what KMS returned to compare with the HSM's; nothing for AES keys
 * @param code for FAILED
 * @param reason for FAILED: what to do
 * @param statement the agent's half: a signed {@link CeremonyStatement}; absent if the agent never
 *     answered
 */
@Json
public record CeremonyRecord(
    ImportId recordId,
    long number,
    Sha256 previous,
    Optional<ImportId> verifies,
    Optional<HsmKeyName> existingKey,
    Instant requestedAt,
    Instant endedAt,
    Software cloud,
    Requester requester,
    Optional<KmsKeyFacts> kmsKey,
    Map<String, String> requestIds,
    int attempt,
    Optional<ImportParameterFacts> parameters,
    Optional<Sha256> encryptedKeyMaterial,
    ImportState state,
    Optional<String> keyMaterialId,
    Optional<KmsProof> proof,
    Expiration expiration,
    Optional<FailureCode> code,
    Optional<String> reason,
    Optional<String> statement) {

  private static final int MAX_REQUEST_IDS = 16;

  public CeremonyRecord {
    Required.present(recordId, "recordId");
    Required.present(previous, "previous");
    Required.present(verifies, "verifies");
    Required.present(existingKey, "existingKey");
    requestedAt = Required.milliseconds(requestedAt, "requestedAt");
    endedAt = Required.milliseconds(endedAt, "endedAt");
    Required.present(cloud, "cloud");
    Required.present(requester, "requester");
    Required.present(kmsKey, "kmsKey");
    requestIds = Required.cleaned(requestIds, "requestIds", MAX_REQUEST_IDS, 256);
    Required.between(0, attempt, WrapJob.MAX_ATTEMPTS, "attempt");
    Required.present(parameters, "parameters");
    Required.present(encryptedKeyMaterial, "encryptedKeyMaterial");
    Required.present(state, "state");
    Required.present(keyMaterialId, "keyMaterialId");
    Required.present(proof, "proof");
    Required.present(expiration, "expiration");
    Required.present(code, "code");
    Required.present(reason, "reason");
    Required.present(statement, "statement");
    Required.place(number, "number");
    if (!state.ended()) {
      throw InvalidValueException.of("the state IMPORTED or FAILED", state.name());
    }
  }
}
