/**
 * A token accessed through PKCS#11: generates, finds, reads and wraps keys, and proves its
 * mechanisms.
 */
@NullMarked
package io.keyferry.agent.hsm.token;

import org.jspecify.annotations.NullMarked;
