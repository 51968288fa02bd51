/**
 * A PKCS#11 library: loading, slots, sessions, calls with a timeout, return codes. Only this
 * package calls the library.
 */
@NullMarked
package io.keyferry.agent.hsm.pkcs11;

import org.jspecify.annotations.NullMarked;
