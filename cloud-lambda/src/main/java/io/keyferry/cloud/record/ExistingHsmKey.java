package io.keyferry.cloud.record;

import io.keyferry.model.value.HsmKeyName;

/**
 * A key that is in the HSM already and is to be imported: none is generated then.
 *
 * @param makeExtractable whether the agent may make it extractable for the one wrap
 */
public record ExistingHsmKey(HsmKeyName name, boolean makeExtractable) {}
