/** Options and output that several commands share. */
@NullMarked
package io.keyferry.agent.cli.option;

import org.jspecify.annotations.NullMarked;
