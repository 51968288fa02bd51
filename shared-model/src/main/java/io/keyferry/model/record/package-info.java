/** What is stored about an import while it runs. */
@NullMarked
package io.keyferry.model.record;

import org.jspecify.annotations.NullMarked;
