/** The signed job for an agent, and the next attempt after one that failed. */
@NullMarked
package io.keyferry.cloud.job;

import org.jspecify.annotations.NullMarked;
