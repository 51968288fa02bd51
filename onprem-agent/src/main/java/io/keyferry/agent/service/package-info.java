/**
 * The agent as a service of systemd: what it tells the service manager, and its log for journald.
 */
@NullMarked
package io.keyferry.agent.service;

import org.jspecify.annotations.NullMarked;
