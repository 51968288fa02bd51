/** What the template grants, held against the calls that the end-to-end tests make. */
@NullMarked
package io.keyferry.local.grants;

import org.jspecify.annotations.NullMarked;
