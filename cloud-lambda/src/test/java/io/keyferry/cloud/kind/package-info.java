@NullMarked
package io.keyferry.cloud.kind;

import org.jspecify.annotations.NullMarked;
