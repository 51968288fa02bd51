@NullMarked
package io.keyferry.agent.job;

import org.jspecify.annotations.NullMarked;
