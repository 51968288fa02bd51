/** {@code agent.yml}: every violation is reported at once, each with its cure. */
@NullMarked
package io.keyferry.agent.config;

import org.jspecify.annotations.NullMarked;
