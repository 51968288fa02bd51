package io.keyferry.agent.cli.offline;

import io.keyferry.agent.cli.offline.ImportParameters.ImportToken;
import io.keyferry.agent.cli.offline.OfflineOrder.KeyChoice;
import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.evidence.log.AuditEntry;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.evidence.log.AuditTrail;
import io.keyferry.model.message.AuditEvent;
import io.keyferry.model.value.KmsKeyId;
import io.keyferry.model.value.Sha256;
import java.util.Map;

/** The audit log's lines about an operator's order. */
public final class OfflineAudit {

  private static final String NONE = "none";

  private final AuditTrail trail;

  public OfflineAudit(AuditTrail trail) {
    this.trail = trail;
  }

  /** Records the order. It is on disk when this returns, so the HSM may be used. */
  public void ordered(OfflineOrder order) throws AuditException {
    ImportParameters parameters = order.parameters();
    append(
        AuditEvent.OFFLINE_WRAP_ORDERED,
        Map.of(
            "kmsKeyId", parameters.keyId().map(KmsKeyId::value).orElse(NONE),
            "keySpec", order.keySpec().name(),
            "wrappingAlgorithm", order.algorithm().name(),
            "wrappingKeySpec", parameters.wrappingKeySpec().name(),
            "wrappingKeySha256", parameters.wrappingKey().fingerprint().hex(),
            "importTokenSha256",
                parameters.importToken().map(ImportToken::sha256).map(Sha256::hex).orElse(NONE),
            "hsmKey",
                switch (order.key()) {
                  case KeyChoice.Generate(var id, var label) ->
                      "to generate, CKA_ID %s, label '%s'".formatted(id, label);
                  case KeyChoice.Existing(var name) -> name.toString();
                },
            "file", order.files().material().toString()));
    trail.force();
  }

  /** Records the failure. It is on disk when this returns. */
  public void failed(Exception e) throws AuditException {
    append(AuditEvent.OFFLINE_WRAP_FAILED, Map.of("reason", String.valueOf(e.getMessage())));
    trail.force();
  }

  void destroyed(HsmKey key, String outcome) throws AuditException {
    append(AuditEvent.KEY_DESTROYED, Map.of("hsmKey", key.id().hex(), "outcome", outcome));
  }

  void done(OfflineOrder order, Sha256 wrapped, Sha256 record) throws AuditException {
    append(
        AuditEvent.OFFLINE_WRAP_DONE,
        Map.of(
            "file", order.files().material().toString(),
            "wrappedKeySha256", wrapped.hex(),
            "record", order.files().record().toString(),
            "recordSha256", record.hex()));
  }

  private void append(AuditEvent event, Map<String, String> facts) throws AuditException {
    trail.append(AuditEntry.of(event, facts));
  }
}
