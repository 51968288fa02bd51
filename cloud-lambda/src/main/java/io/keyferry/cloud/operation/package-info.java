/** Which operations a caller wants to read. */
@NullMarked
package io.keyferry.cloud.operation;

import org.jspecify.annotations.NullMarked;
