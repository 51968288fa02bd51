package io.keyferry.cloud.request;

import io.keyferry.model.value.ImportId;

/**
 * A KMS key that got its material by an earlier import: the HSM's key is to be imported once more,
 * which KMS does if it is the same and refuses if it is not.
 *
 * @param importId the earlier import
 * @param evenIfDisabled whether a Disabled key may be taken, which the import enables
 * @param makeExtractable whether the agent may make the HSM's key extractable for it
 */
public record Verification(ImportId importId, boolean evenIfDisabled, boolean makeExtractable)
    implements KeyChoice {}
