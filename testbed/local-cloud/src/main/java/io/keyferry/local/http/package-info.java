/** HTTP servers on the loopback interface. */
@NullMarked
package io.keyferry.local.http;

import org.jspecify.annotations.NullMarked;
