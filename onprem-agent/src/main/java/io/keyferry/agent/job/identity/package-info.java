/** The agent's own key: enrollment and signatures. */
@NullMarked
package io.keyferry.agent.job.identity;

import org.jspecify.annotations.NullMarked;
