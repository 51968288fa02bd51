/**
 * The edge of a function: what Lambda passes in and gets back, as JSON.
 *
 * <p>Three kinds of event: a direct invocation, an HTTP API request (payload format 2.0) and one
 * SQS message.
 */
@NullMarked
package io.keyferry.cloud.event;

import org.jspecify.annotations.NullMarked;
