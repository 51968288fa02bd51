/** What the tests of all modules share: signing keys in memory, and messages nobody signed. */
@NullMarked
package io.keyferry.model.testing;

import org.jspecify.annotations.NullMarked;
