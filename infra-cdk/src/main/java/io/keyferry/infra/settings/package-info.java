/**
 * What the operator decides about a deployment, read and checked before anything is synthesized.
 */
@NullMarked
package io.keyferry.infra.settings;

import org.jspecify.annotations.NullMarked;
