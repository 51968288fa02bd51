/** Operations on grants. */
@NullMarked
package io.keyferry.kmsemulator.operation.grant;

import org.jspecify.annotations.NullMarked;
