@NullMarked
package io.keyferry.model.signed;

import org.jspecify.annotations.NullMarked;
