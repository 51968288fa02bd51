@NullMarked
package io.keyferry.cloud.aws;

import org.jspecify.annotations.NullMarked;
