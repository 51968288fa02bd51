package io.keyferry.cloud.kind.newkey;

import io.keyferry.cloud.kms.CreationNonce;
import io.keyferry.cloud.kms.Evidence;
import io.keyferry.cloud.kms.FlowLog;
import io.keyferry.cloud.kms.KeyFacts;
import io.keyferry.cloud.kms.KeyPolicy;
import io.keyferry.cloud.kms.KeyTags;
import io.keyferry.cloud.kms.Kms;
import io.keyferry.cloud.kms.KmsAnswer;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.cloud.kms.NewKey;
import io.keyferry.cloud.kms.Sleeper;
import io.keyferry.cloud.record.ImportFailedException;
import io.keyferry.cloud.record.ImportSession;
import io.keyferry.cloud.record.Refusal;
import io.keyferry.cloud.record.RetryingKms;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Creates the single KMS key of an import. {@code CreateKey} cannot be repeated safely, so if a key
 * may have been created unnoticed, it is first looked for by its tags. Anybody may plant a key with
 * an import's id, which is no secret: only a key that has the import's nonce and is as requested
 * counts.
 */
final class KeyCreation {

  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

  /** A new key is not in every list at once. */
  private static final int LOOKS = 3;

  private final Kms kms;
  private final Sleeper pause;
  private final RetryingKms patient;
  private final KeyPolicy policy;
  private final Supplier<CreationNonce> nonces;

  /**
   * Keys of one account and Region.
   *
   * @param policy of new keys
   * @param nonces each is random and used once
   */
  KeyCreation(Kms kms, Sleeper pause, KeyPolicy policy, Supplier<CreationNonce> nonces) {
    this.kms = kms;
    this.pause = pause;
    this.patient = new RetryingKms(pause);
    this.policy = policy;
    this.nonces = nonces;
  }

  CreationNonce newNonce() {
    return nonces.get();
  }

  /**
   * Creates or finds the key. The next version of the record has its ARN.
   *
   * @param mayExist an earlier invocation may have created it
   * @throws ImportFailedException if KMS refuses, or there are two such keys
   * @throws KmsUnavailableException if it is still not known whether there is a key
   */
  void ensureKey(ImportSession open, NewKey key, boolean mayExist) {
    boolean look = mayExist;
    while (true) {
      Optional<KeyArn> found = look ? find(open, key) : Optional.empty();
      if (found.isPresent()) {
        open.found(found.get());
        return;
      }
      KmsUnavailableException last;
      try {
        open.created(
            open.evidence()
                .answered(
                    Evidence.CREATE_KEY,
                    open.run()
                        .call(() -> kms.createKey(open.record().importId(), nonce(open), key))));
        return;
      } catch (KmsRefusedException e) {
        open.evidence().refused(Evidence.CREATE_KEY, e);
        // IAM does not know a principal that is seconds old everywhere.
        if (e.kind() != KmsRefusedException.Kind.MALFORMED_POLICY || !open.isSettling()) {
          throw new ImportFailedException(
              Refusal.of(FailureCode.KMS_KEY_REFUSED, Evidence.CREATE_KEY, open, e));
        }
        last = KmsUnavailableException.tooEarly(e);
      } catch (KmsUnavailableException e) {
        RetryingKms.noteThrottling(e, open);
        look |= !e.throttled();
        last = e;
      }
      if (!open.run().allows(BETWEEN_TRIES)) {
        throw last;
      }
      pause.sleepJittered(BETWEEN_TRIES);
    }
  }

  private static CreationNonce nonce(ImportSession open) {
    return open.stored()
        .progress()
        .nonce()
        .orElseThrow(() ->
            new IllegalStateException(open.record().importId() + " has no nonce for its key"));
  }

  private Optional<KeyArn> find(ImportSession open, NewKey key) {
    ImportId importId = open.record().importId();
    Set<KeyArn> reported = new HashSet<>();
    for (int look = 1; ; look++) {
      List<KeyArn> keys =
          kms.keysOf(importId, open.record().order().requestedAt(), open.run()).stream()
              .filter(arn -> isOurs(open, key, arn, reported))
              .toList();
      if (keys.size() > 1) {
        throw new ImportFailedException(
            Failure.of(
                FailureCode.KMS_KEY_REFUSED,
                "expected one KMS key with the tag %s=%s, found %s. Request again; these hold nothing and can be deleted."
                    .formatted(KeyTags.IMPORT_ID, importId, keys)));
      }
      Duration wait = BETWEEN_TRIES.multipliedBy(look);
      if (!keys.isEmpty() || look == LOOKS) {
        return keys.stream().findFirst();
      }
      if (!open.run().allows(wait)) {
        throw new KmsUnavailableException(
            "no time left to look for a key that may have been created");
      }
      pause.sleepJittered(wait);
    }
  }

  /** Whether it is the key that this import created; any other is left alone and reported. */
  private boolean isOurs(ImportSession open, NewKey asked, KeyArn found, Set<KeyArn> reported) {
    Optional<String> difference;
    try {
      difference = difference(open, asked, found);
    } catch (KmsRefusedException e) {
      difference = Optional.of("KMS does not show it: " + e.sentence());
    }
    if (difference.isPresent() && reported.add(found)) {
      open.run()
          .log()
          .line(
              FlowLog.Level.ERROR,
              open.record().importId(),
              "expected the KMS key that this import created under its tag %s, found %s, which it did not create: %s. It is not used. Find out who created it."
                  .formatted(KeyTags.IMPORT_ID, found, difference.get()));
    }
    return difference.isEmpty();
  }

  private Optional<String> difference(ImportSession open, NewKey asked, KeyArn found) {
    Map<String, String> tags = asked(() -> kms.tags(found), open);
    if (!nonce(open).value().equals(tags.get(KeyTags.NONCE))) {
      return Optional.of("it has another " + KeyTags.NONCE);
    }
    KeyFacts facts = shown(open, found);
    boolean isAsAsked =
        Optional.of(facts)
            .filter(key -> key.origin().equals(KeyFacts.EXTERNAL))
            .filter(key -> key.keySpec().equals(asked.spec().name()))
            .filter(key -> key.keyUsage().equals(asked.usage().name()))
            .filter(key -> key.state().equals(KeyFacts.PENDING_IMPORT))
            .filter(key -> key.currentKeyMaterialId().isEmpty())
            .isPresent();
    if (!isAsAsked) {
      return Optional.of("it is not an empty %s key for %s".formatted(asked.spec(), asked.usage()));
    }
    String text = asked(() -> kms.keyPolicy(found), open).content();
    return policy.isThatOf(asked, text)
        ? Optional.empty()
        : Optional.of("it has another key policy");
  }

  /**
   * What KMS says about a key that has our nonce. A key that KMS does not show yet, or shows as
   * Creating, is not someone else's and no reason to create a second.
   */
  private KeyFacts shown(ImportSession open, KeyArn ours) {
    while (true) {
      Optional<KeyFacts> facts =
          asked(() -> kms.describe(ours.toString()), open)
              .map(KmsAnswer::content)
              .filter(key -> !key.state().equals(KeyFacts.CREATING));
      if (facts.isPresent()) {
        return facts.get();
      }
      if (!open.run().allows(BETWEEN_TRIES)) {
        throw new KmsUnavailableException("KMS does not show the new key yet");
      }
      pause.sleepJittered(BETWEEN_TRIES);
    }
  }

  private <T> T asked(Supplier<T> call, ImportSession open) {
    return patient.call(call, RetryingKms.NEW_KEY, open);
  }
}
