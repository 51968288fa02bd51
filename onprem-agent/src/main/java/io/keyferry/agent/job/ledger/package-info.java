/** The job ledger: what the agent knows about admitted jobs and generated keys. */
@NullMarked
package io.keyferry.agent.job.ledger;

import org.jspecify.annotations.NullMarked;
