/** Ceremony records against those who would change them, and what is shown of them. */
@NullMarked
package io.keyferry.agent.audit.record;

import org.jspecify.annotations.NullMarked;
