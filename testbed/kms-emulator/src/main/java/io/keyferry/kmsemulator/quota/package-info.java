/** Request quotas, and the throttling that they cause. */
@NullMarked
package io.keyferry.kmsemulator.quota;

import org.jspecify.annotations.NullMarked;
