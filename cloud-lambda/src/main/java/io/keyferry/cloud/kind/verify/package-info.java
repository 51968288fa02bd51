/** The request to prove that KMS holds the key material that is in the HSM. */
@NullMarked
package io.keyferry.cloud.kind.verify;

import org.jspecify.annotations.NullMarked;
