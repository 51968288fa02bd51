/** The cloud half for CloudFormation: one construct for each part of the design. */
@NullMarked
package io.keyferry.infra.stack;

import org.jspecify.annotations.NullMarked;
