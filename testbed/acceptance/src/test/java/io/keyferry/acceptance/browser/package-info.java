/** A browser, to look at pages as a person does. */
@NullMarked
package io.keyferry.acceptance.browser;

import org.jspecify.annotations.NullMarked;
