/** The ports of the workflow on the AWS SDK: the only package that knows it. */
@NullMarked
package io.keyferry.cloud.aws;

import org.jspecify.annotations.NullMarked;
