/**
 * The way of one import through the cloud half, said without the AWS SDK: what is done in which
 * order, what is done again and what ends an import. {@link io.keyferry.cloud.flow.Kms}, {@link
 * io.keyferry.cloud.flow.ImportStore}, {@link io.keyferry.cloud.flow.JobQueue} and {@link
 * io.keyferry.cloud.flow.ImportEvents} are what it needs of AWS.
 */
@NullMarked
package io.keyferry.cloud.flow;

import org.jspecify.annotations.NullMarked;
