@NullMarked
package io.keyferry.agent.health.page;

import org.jspecify.annotations.NullMarked;
