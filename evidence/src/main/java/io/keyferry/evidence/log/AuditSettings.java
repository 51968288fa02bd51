package io.keyferry.evidence.log;

import java.nio.file.Path;

/**
 * Where the audit log is.
 *
 * @param directory of its files; it must exist
 * @param fileBytes a file that has grown to this size is followed by the next
 */
public record AuditSettings(Path directory, long fileBytes) {}
