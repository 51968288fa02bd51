@NullMarked
package io.keyferry.model.record;

import org.jspecify.annotations.NullMarked;
