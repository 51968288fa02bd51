/** What callers of the functions see: operations, in the terms of the HTTP API. */
@NullMarked
package io.keyferry.model.operation;

import org.jspecify.annotations.NullMarked;
