@NullMarked
package io.keyferry.local.template;

import org.jspecify.annotations.NullMarked;
