@NullMarked
package io.keyferry.model.input;

import org.jspecify.annotations.NullMarked;
