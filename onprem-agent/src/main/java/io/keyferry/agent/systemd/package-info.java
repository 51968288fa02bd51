/** The agent as a service of systemd: readiness, watchdog, and log lines for journald. */
@NullMarked
package io.keyferry.agent.systemd;

import org.jspecify.annotations.NullMarked;
