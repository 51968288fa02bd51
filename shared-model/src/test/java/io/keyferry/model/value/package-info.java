@NullMarked
package io.keyferry.model.value;

import org.jspecify.annotations.NullMarked;
