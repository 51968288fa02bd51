package io.keyferry.cloud.kms;

import io.keyferry.model.value.KeyArn;
import java.time.Instant;

/**
 * A KMS key that was created for an import.
 *
 * @param importId the value of the tag, which anyone may have set
 */
public record TaggedKey(KeyArn arn, String importId, Instant created) {}
