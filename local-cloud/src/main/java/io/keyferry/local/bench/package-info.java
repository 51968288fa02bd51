/** What is measured, and what it is measured against. */
@NullMarked
package io.keyferry.local.bench;

import org.jspecify.annotations.NullMarked;
