@NullMarked
package io.keyferry.model;

import org.jspecify.annotations.NullMarked;
