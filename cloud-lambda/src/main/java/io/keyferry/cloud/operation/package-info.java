/** Which operations a caller asks to read. */
@NullMarked
package io.keyferry.cloud.operation;

import org.jspecify.annotations.NullMarked;
