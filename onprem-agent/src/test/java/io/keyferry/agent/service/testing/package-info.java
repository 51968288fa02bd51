/** What the tests of other modules need too: systemd's end of what a service tells it. */
@NullMarked
package io.keyferry.agent.service.testing;

import org.jspecify.annotations.NullMarked;
