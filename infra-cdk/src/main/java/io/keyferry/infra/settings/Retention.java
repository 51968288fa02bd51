package io.keyferry.infra.settings;

import java.time.Duration;

/**
 * How long things are kept.
 *
 * @param failedImports in the table
 * @param logDays one of the numbers that CloudWatch Logs accepts
 */
public record Retention(Duration failedImports, int logDays) {}
