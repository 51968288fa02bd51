/** The offline wrap: import parameters from files, the wrapped key to a file, no cloud half. */
@NullMarked
package io.keyferry.agent.cli.offline;

import org.jspecify.annotations.NullMarked;
