@NullMarked
package io.keyferry.cloud.event;

import org.jspecify.annotations.NullMarked;
