/**
 * The agent's view of the HSM: keys and wrapping, not handles.
 *
 * <p>The plaintext of a key never exists outside the token: wrapping is {@code C_WrapKey} for every
 * algorithm, and no code here can read {@code CKA_VALUE}.
 */
@NullMarked
package io.keyferry.agent.hsm;

import org.jspecify.annotations.NullMarked;
