/** {@code agent.yml}. All violations are reported at once, each with its fix. */
@NullMarked
package io.keyferry.agent.config;

import org.jspecify.annotations.NullMarked;
