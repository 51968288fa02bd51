@NullMarked
package io.keyferry.agent.cli.offline;

import org.jspecify.annotations.NullMarked;
