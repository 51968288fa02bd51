/** The job ledger: what the agent knows of jobs that it admitted, and of keys that it generated. */
@NullMarked
package io.keyferry.agent.job.ledger;

import org.jspecify.annotations.NullMarked;
