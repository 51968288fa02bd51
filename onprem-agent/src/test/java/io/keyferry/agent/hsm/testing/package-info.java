/** What the tests of other modules need too: HSMs that fail as theirs do. */
@NullMarked
package io.keyferry.agent.hsm.testing;

import org.jspecify.annotations.NullMarked;
