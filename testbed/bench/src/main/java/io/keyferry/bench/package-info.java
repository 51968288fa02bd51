/** Benchmarks: what they measure, and what they compare it with. */
@NullMarked
package io.keyferry.bench;

import org.jspecify.annotations.NullMarked;
