/** KMS's JSON protocol: requests, members and their constraints, errors in KMS's words. */
@NullMarked
package io.keyferry.kmsemulator.protocol;

import org.jspecify.annotations.NullMarked;
