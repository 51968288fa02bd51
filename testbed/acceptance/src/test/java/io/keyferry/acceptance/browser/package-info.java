/** A browser for tests of the pages that people read. */
@NullMarked
package io.keyferry.acceptance.browser;

import org.jspecify.annotations.NullMarked;
