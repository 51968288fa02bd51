/** Amazon EventBridge, as far as the cloud half calls it. */
@NullMarked
package io.keyferry.local.events;

import org.jspecify.annotations.NullMarked;
