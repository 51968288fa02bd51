/**
 * The one strict reader of settings and requests. An {@link io.keyferry.model.input.ObjectReader}
 * reads a {@link io.keyferry.model.json.Json} by the {@link io.keyferry.model.input.Form} of each
 * field and reports every {@link io.keyferry.model.input.Violation} at once.
 */
@NullMarked
package io.keyferry.model.input;

import org.jspecify.annotations.NullMarked;
