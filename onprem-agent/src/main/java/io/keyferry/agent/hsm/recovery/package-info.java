/** The state machine of the HSM, and the steps that recover a lost HSM. */
@NullMarked
package io.keyferry.agent.hsm.recovery;

import org.jspecify.annotations.NullMarked;
