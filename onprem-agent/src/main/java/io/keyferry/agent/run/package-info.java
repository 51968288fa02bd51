/** The running agent, assembled and supervised. */
@NullMarked
package io.keyferry.agent.run;

import org.jspecify.annotations.NullMarked;
