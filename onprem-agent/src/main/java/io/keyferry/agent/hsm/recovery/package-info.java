/** The one state machine of the HSM, and the steps that recover a lost one. */
@NullMarked
package io.keyferry.agent.hsm.recovery;

import org.jspecify.annotations.NullMarked;
