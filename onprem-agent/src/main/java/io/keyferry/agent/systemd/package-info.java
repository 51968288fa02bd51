/** The agent as a systemd service: readiness, watchdog, and log lines for journald. */
@NullMarked
package io.keyferry.agent.systemd;

import org.jspecify.annotations.NullMarked;
