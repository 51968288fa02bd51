package io.keyferry.evidence.log;

import java.nio.file.Path;

/**
 * Where the audit log is.
 *
 * @param directory of its files; it must exist
 * @param fileBytes the size at which the next file is started
 */
public record AuditSettings(Path directory, long fileBytes) {}
