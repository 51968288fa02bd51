@NullMarked
package io.keyferry.cloud.request;

import org.jspecify.annotations.NullMarked;
