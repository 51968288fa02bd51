/** Child processes: start, log file, orderly end. */
@NullMarked
package io.keyferry.local.process;

import org.jspecify.annotations.NullMarked;
