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
 * the agent's half as the agent signed it. In JSON, it is one flat object.
 */
public record CeremonyRecord(Place place, Order order, Kms kms, Halves halves, End end) {

  private static final int MAX_REQUEST_IDS = 16;

  /**
   * The record's place among the records of its cloud half.
   *
   * @param recordId the import's id
   * @param number 1 for the first record of this cloud half, increasing by 1 with each record
   * @param previous SHA-256 of the previous record as signed, ASCII; {@link AuditLine#NONE} for the
   *     first record
   */
  @Json
  public record Place(ImportId recordId, long number, Sha256 previous) {
    public Place {
      Required.present(recordId, "recordId");
      Required.present(previous, "previous");
      Required.place(number, "number");
    }
  }

  /**
   * What was requested.
   *
   * @param verifies the import whose key this operation verifies, if it is a verification
   * @param existingKey the HSM key that the request named, if it named one
   */
  @Json
  public record Order(
      Optional<ImportId> verifies,
      Optional<HsmKeyName> existingKey,
      Instant requestedAt,
      Requester requester,
      Expiration expiration) {
    public Order {
      Required.present(verifies, "verifies");
      Required.present(existingKey, "existingKey");
      requestedAt = Required.milliseconds(requestedAt, "requestedAt");
      Required.present(requester, "requester");
      Required.present(expiration, "expiration");
    }
  }

  /**
   * What KMS was asked, and what it answered.
   *
   * @param requestIds KMS's request ids by action, such as {@code kms:ImportKeyMaterial}, for
   *     CloudTrail
   * @param parameters absent if KMS never returned any
   * @param encryptedKeyMaterial SHA-256 of what was sent to KMS; absent if nothing was
   * @param keyMaterialId KMS's name for the material
   * @param proof what KMS returned to compare with the HSM's; nothing for AES keys
   */
  @Json
  public record Kms(
      Optional<KmsKeyFacts> kmsKey,
      Map<String, String> requestIds,
      Optional<ImportParameterFacts> parameters,
      Optional<Sha256> encryptedKeyMaterial,
      Optional<String> keyMaterialId,
      Optional<KmsProof> proof) {
    public Kms {
      Required.present(kmsKey, "kmsKey");
      requestIds = Required.cleaned(requestIds, "requestIds", MAX_REQUEST_IDS, 256);
      Required.present(parameters, "parameters");
      Required.present(encryptedKeyMaterial, "encryptedKeyMaterial");
      Required.present(keyMaterialId, "keyMaterialId");
      Required.present(proof, "proof");
    }
  }

  /**
   * The two halves that worked on it.
   *
   * @param cloud the cloud half's software
   * @param attempt 0 if there was no job
   * @param statement the agent's half: a signed {@link CeremonyStatement}; absent if the agent
   *     never answered
   */
  @Json
  public record Halves(Software cloud, int attempt, Optional<String> statement) {
    public Halves {
      Required.present(cloud, "cloud");
      Required.between(0, attempt, JobId.MAX_ATTEMPTS, "attempt");
      Required.present(statement, "statement");
    }
  }

  /**
   * How it ended.
   *
   * @param state IMPORTED or FAILED
   * @param code for FAILED
   * @param reason for FAILED: what to do
   */
  @Json
  public record End(
      Instant endedAt, ImportState state, Optional<FailureCode> code, Optional<String> reason) {
    public End {
      endedAt = Required.milliseconds(endedAt, "endedAt");
      Required.present(state, "state");
      Required.present(code, "code");
      Required.present(reason, "reason");
      if (!state.ended()) {
        throw InvalidValueException.of("the state IMPORTED or FAILED", state.name());
      }
    }
  }

  public ImportId recordId() {
    return place.recordId();
  }

  public ImportState state() {
    return end.state();
  }
}
