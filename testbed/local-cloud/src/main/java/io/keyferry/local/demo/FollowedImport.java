package io.keyferry.local.demo;

import io.keyferry.model.record.ImportRecord;
import java.time.Duration;

/**
 * An import that succeeded.
 *
 * @param toEnabled from the request until KMS reported Enabled
 */
record FollowedImport(ImportRecord record, Duration toEnabled) {}
