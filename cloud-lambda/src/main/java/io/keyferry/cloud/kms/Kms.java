package io.keyferry.cloud.kms;

import io.keyferry.model.value.Blob;
import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an import needs from AWS KMS.
 *
 * <p>Every method throws {@link KmsRefusedException} for a refusal that KMS would repeat and {@link
 * KmsUnavailableException} if the outcome is unknown or may change.
 */
public interface Kms {

  /**
   * {@code DescribeKey}.
   *
   * @param keyId a key's id or ARN, or an alias
   * @return empty if there is no such key
   */
  Optional<KmsAnswer<KeyFacts>> describe(String keyId);

  /**
   * {@code CreateKey} with Origin EXTERNAL, once: it is not idempotent. The key has the import id
   * and the nonce as tags.
   *
   * @throws KmsUnavailableException also if the key may have been created
   */
  KmsAnswer<KeyArn> createKey(ImportId importId, CreationNonce nonce, NewKey key);

  /**
   * The EXTERNAL keys that have this import id as a tag and were not created earlier.
   *
   * @throws KmsUnavailableException also if the run has no time left to read all keys
   */
  List<KeyArn> keysOf(ImportId importId, Instant since, Run run);

  /**
   * All EXTERNAL keys that have an import id as a tag, which anyone may have set.
   *
   * @throws KmsUnavailableException also if the run has no time left to read all keys
   */
  List<TaggedKey> taggedKeys(Run run);

  /** {@code ListResourceTags}: all tags of a key. */
  Map<String, String> tags(KeyArn key);

  /**
   * {@code CreateAlias}.
   *
   * @return the alias
   */
  KmsAnswer<String> createAlias(String alias, KeyArn key);

  /**
   * {@code DisableKey}. A disabled key stays disabled.
   *
   * @return the key
   */
  KmsAnswer<KeyArn> disable(KeyArn key);

  /** {@code GetParametersForImport}, once: KMS allows one such call a second. */
  KmsAnswer<ImportParameters> parameters(
      KeyArn key, WrappingAlgorithm algorithm, WrappingKeySpec spec);

  /**
   * {@code ImportKeyMaterial}. The same material may be imported again with the same token.
   *
   * @param existing KMS's id of the key's existing material, which is the only one that may be
   *     imported; absent for the key's first material
   * @return KMS's id of the material
   */
  KmsAnswer<Optional<String>> importMaterial(
      KeyArn key, Blob token, Blob material, Expiration expiration, Optional<String> existing);

  /** {@code GetPublicKey}: DER SubjectPublicKeyInfo. */
  KmsAnswer<Blob> publicKey(KeyArn key);

  /**
   * {@code GenerateMac} with the spec's only algorithm.
   *
   * @param spec of an HMAC key
   */
  KmsAnswer<Blob> mac(KeyArn key, KeySpec spec, Blob message);

  /** {@code GetKeyPolicy}: the text of the policy {@code default}, as KMS returns it. */
  KmsAnswer<String> keyPolicy(KeyArn key);
}
