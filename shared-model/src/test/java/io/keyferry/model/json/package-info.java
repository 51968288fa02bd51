@NullMarked
package io.keyferry.model.json;

import org.jspecify.annotations.NullMarked;
