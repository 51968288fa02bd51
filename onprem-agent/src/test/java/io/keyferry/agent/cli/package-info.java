@NullMarked
package io.keyferry.agent.cli;

import org.jspecify.annotations.NullMarked;
