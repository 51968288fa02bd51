/**
 * From a request to a job on its way: reading it, finding every violation in it, accepting it. What
 * differs from one kind of request to another is behind {@link
 * io.keyferry.cloud.request.RequestKind}.
 */
@NullMarked
package io.keyferry.cloud.request;

import org.jspecify.annotations.NullMarked;
