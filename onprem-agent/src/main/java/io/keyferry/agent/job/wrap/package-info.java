/** A job's work in the HSM: find or generate the key, wrap it, restore its attributes. */
@NullMarked
package io.keyferry.agent.job.wrap;

import org.jspecify.annotations.NullMarked;
