@NullMarked
package io.keyferry.agent.health;

import org.jspecify.annotations.NullMarked;
