/** Messages as they are sent: signed (JWS, RFC 7515), verified before anything in them is read. */
@NullMarked
package io.keyferry.model.signed;

import org.jspecify.annotations.NullMarked;
