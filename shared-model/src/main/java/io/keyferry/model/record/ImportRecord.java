package io.keyferry.model.record;

import io.avaje.jsonb.Json;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.value.AgentName;
import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.HsmKeyReport;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.Required;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.TokenIdentity;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known about one import. It does not contain the import token, which never leaves the
 * cloud half's table.
 *
 * @param kind the kind of request that ordered it; 0.1.0 does not write it
 * @param keyArn absent until KMS has the key
 * @param agent the agent that wraps the key
 * @param attempt 0 before the first import parameters
 * @param parametersValidTo when the import token expires, UTC
 * @param keyMaterialId KMS's name for the imported material
 * @param code for FAILED
 * @param reason for FAILED: what to do
 * @param verifies the import whose key this one verifies, if it is a verification
 * @param history what was done, oldest first
 */
@Json
public record ImportRecord(
    ImportId importId,
    Optional<String> kind,
    Optional<KeyArn> keyArn,
    AgentName agent,
    ImportState state,
    Instant requestedAt,
    Instant updatedAt,
    int attempt,
    KeySpec keySpec,
    WrappingAlgorithm wrappingAlgorithm,
    WrappingKeySpec wrappingKeySpec,
    Expiration expiration,
    Optional<Sha256> wrappingKeyFingerprint,
    Optional<Instant> parametersValidTo,
    Optional<HsmKeyReport> hsmKey,
    Optional<TokenIdentity> token,
    Optional<String> keyMaterialId,
    Optional<FailureCode> code,
    Optional<String> reason,
    Optional<ImportId> verifies,
    List<StepEvent> history) {

  public ImportRecord {
    Required.present(importId, "importId");
    Required.present(agent, "agent");
    Required.present(state, "state");
    requestedAt = Required.milliseconds(requestedAt, "requestedAt");
    updatedAt = Required.milliseconds(updatedAt, "updatedAt");
    Required.between(0, attempt, WrapJob.MAX_ATTEMPTS, "attempt");
    Required.present(keySpec, "keySpec");
    Required.present(wrappingAlgorithm, "wrappingAlgorithm");
    Required.present(wrappingKeySpec, "wrappingKeySpec");
    Required.present(expiration, "expiration");
    history = List.copyOf(history);
  }
}
