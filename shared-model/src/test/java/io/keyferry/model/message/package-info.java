@NullMarked
package io.keyferry.model.message;

import org.jspecify.annotations.NullMarked;
