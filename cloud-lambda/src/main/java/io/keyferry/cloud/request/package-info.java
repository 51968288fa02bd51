/**
 * What a caller may ask for: reading it, finding every fault in it, and what follows from it alone.
 */
@NullMarked
package io.keyferry.cloud.request;

import org.jspecify.annotations.NullMarked;
