/** Text from outside, made safe to show. */
@NullMarked
package io.keyferry.agent.text;

import org.jspecify.annotations.NullMarked;
