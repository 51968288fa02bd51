/** Text from outside, made printable before it reaches a terminal, a page or a log. */
@NullMarked
package io.keyferry.evidence.text;

import org.jspecify.annotations.NullMarked;
