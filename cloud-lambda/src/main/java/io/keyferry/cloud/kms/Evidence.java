package io.keyferry.cloud.kms;

import io.keyferry.model.message.KmsKeyFacts;
import io.keyferry.model.message.KmsProof;
import io.keyferry.model.value.Sha256;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What one invocation has seen of an import, for the ceremony record if the import ends now. */
public final class Evidence {

  public static final String CREATE_KEY = "kms:CreateKey";
  public static final String PARAMETERS = "kms:GetParametersForImport";
  public static final String IMPORT_MATERIAL = "kms:ImportKeyMaterial";
  public static final String DESCRIBE_KEY = "kms:DescribeKey";
  public static final String PUBLIC_KEY = "kms:GetPublicKey";
  public static final String GENERATE_MAC = "kms:GenerateMac";
  public static final String KEY_POLICY = "kms:GetKeyPolicy";
  public static final String CREATE_ALIAS = "kms:CreateAlias";
  public static final String DISABLE_KEY = "kms:DisableKey";

  private final Map<String, String> requestIds = new TreeMap<>();
  private Optional<String> statement = Optional.empty();
  private Optional<Sha256> material = Optional.empty();
  private Optional<KmsProof> proof = Optional.empty();
  private Optional<KeyFacts> enabledKey = Optional.empty();
  private Optional<KmsKeyFacts> keyAtTheEnd = Optional.empty();

  /** KMS's answer to an action; the last one counts. */
  public <T> T answered(String action, KmsAnswer<T> answer) {
    requestIds.put(action, answer.requestId());
    return answer.content();
  }

  /** KMS's refusal of an action. */
  public void refused(String action, KmsRefusedException refused) {
    refused.requestId().ifPresent(id -> requestIds.put(action, id));
  }

  /** The agent's signed statement, as received. */
  public void stated(String compact) {
    statement = Optional.of(compact);
  }

  /** The statement is about an attempt that is given up: that of the next attempt will count. */
  public void superseded() {
    statement = Optional.empty();
  }

  /** The wrapped key material that is sent to KMS. */
  public void handedOver(Sha256 encryptedKeyMaterial) {
    material = Optional.of(encryptedKeyMaterial);
  }

  /** What KMS returned to compare with the HSM's. */
  public void proved(KmsProof given) {
    proof = Optional.of(given);
  }

  public void enabled(KeyFacts key) {
    enabledKey = Optional.of(key);
  }

  /** What was seen of the key is no longer current. */
  public void keyChanged() {
    enabledKey = Optional.empty();
  }

  public void ended(KmsKeyFacts key) {
    keyAtTheEnd = Optional.of(key);
  }

  public Map<String, String> requestIds() {
    return requestIds;
  }

  public Optional<String> statement() {
    return statement;
  }

  public Optional<Sha256> material() {
    return material;
  }

  public Optional<KmsProof> proof() {
    return proof;
  }

  public Optional<KeyFacts> enabledKey() {
    return enabledKey;
  }

  public Optional<KmsKeyFacts> keyAtTheEnd() {
    return keyAtTheEnd;
  }
}
