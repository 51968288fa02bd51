/** The packaged agent, in a process of its own. */
@NullMarked
package io.keyferry.local.agent;

import org.jspecify.annotations.NullMarked;
