@NullMarked
package io.keyferry.agent.text;

import org.jspecify.annotations.NullMarked;
