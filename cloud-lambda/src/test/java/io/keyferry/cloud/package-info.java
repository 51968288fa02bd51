@NullMarked
package io.keyferry.cloud;

import org.jspecify.annotations.NullMarked;
