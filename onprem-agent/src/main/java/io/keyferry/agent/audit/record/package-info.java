/** Ceremony records: verified with two public keys, shown as text and as a page. */
@NullMarked
package io.keyferry.agent.audit.record;

import org.jspecify.annotations.NullMarked;
