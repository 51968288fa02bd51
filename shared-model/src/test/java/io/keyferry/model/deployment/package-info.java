@NullMarked
package io.keyferry.model.deployment;

import org.jspecify.annotations.NullMarked;
