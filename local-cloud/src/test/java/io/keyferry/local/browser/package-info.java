/** A browser, to look at pages as a person does. */
@NullMarked
package io.keyferry.local.browser;

import org.jspecify.annotations.NullMarked;
