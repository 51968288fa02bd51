/**
 * The cloud half as CloudFormation takes it: one construct for each part of the design's picture.
 */
@NullMarked
package io.keyferry.infra.stack;

import org.jspecify.annotations.NullMarked;
