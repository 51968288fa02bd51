/** Benchmarks: what is measured, and what it is compared with. */
@NullMarked
package io.keyferry.bench;

import org.jspecify.annotations.NullMarked;
