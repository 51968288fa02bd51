/**
 * From a request to a job in the queue: reading it, finding every violation, accepting it. {@link
 * io.keyferry.cloud.request.RequestKind} has the differences between kinds of request.
 */
@NullMarked
package io.keyferry.cloud.request;

import org.jspecify.annotations.NullMarked;
