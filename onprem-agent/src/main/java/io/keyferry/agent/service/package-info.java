/**
 * The agent as a process of Linux and as a service of systemd: its terminal, its user and its end;
 * what it reports to the service manager, and its log for journald.
 */
@NullMarked
package io.keyferry.agent.service;

import org.jspecify.annotations.NullMarked;
