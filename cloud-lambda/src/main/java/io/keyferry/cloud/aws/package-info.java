/** The ports of the workflow on the AWS SDK: the only package that uses it. */
@NullMarked
package io.keyferry.cloud.aws;

import org.jspecify.annotations.NullMarked;
