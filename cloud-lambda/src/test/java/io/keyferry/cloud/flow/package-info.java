@NullMarked
package io.keyferry.cloud.flow;

import org.jspecify.annotations.NullMarked;
