package io.keyferry.infra.settings;

import java.util.Optional;

/**
 * Who is notified of alarms, and when.
 *
 * @param email subscribed to the alarms
 * @param expiryWarningDays how many days before key material expires the alarm is raised
 */
public record Alerts(Optional<String> email, int expiryWarningDays) {}
