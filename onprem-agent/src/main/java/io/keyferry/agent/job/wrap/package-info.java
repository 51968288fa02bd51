/** A job's work in the HSM: find or generate the key, wrap it, leave the key as it was found. */
@NullMarked
package io.keyferry.agent.job.wrap;

import org.jspecify.annotations.NullMarked;
