/** The ports of {@link io.keyferry.cloud.flow} on the AWS SDK: the only package that knows it. */
@NullMarked
package io.keyferry.cloud.aws;

import org.jspecify.annotations.NullMarked;
