/** From a request to a job: checks against KMS and stored imports, and the KMS key. */
@NullMarked
package io.keyferry.cloud.request.handling;

import org.jspecify.annotations.NullMarked;
