/** LocalStack: found by the launcher, started as a child process, ended with this process. */
@NullMarked
package io.keyferry.local.localstack;

import org.jspecify.annotations.NullMarked;
