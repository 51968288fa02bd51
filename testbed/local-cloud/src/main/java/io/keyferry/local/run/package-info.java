/**
 * Both halves running on one machine: a token, the agent and the local cloud, each in a process of
 * its own.
 */
@NullMarked
package io.keyferry.local.run;

import org.jspecify.annotations.NullMarked;
