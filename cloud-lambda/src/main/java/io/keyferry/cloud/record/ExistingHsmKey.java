package io.keyferry.cloud.record;

import io.keyferry.model.value.HsmKeyName;

/**
 * A key that is already in the HSM and is to be imported; no key is generated.
 *
 * @param makeExtractable whether the agent may make it extractable for this wrap
 */
public record ExistingHsmKey(HsmKeyName name, boolean makeExtractable) {}
