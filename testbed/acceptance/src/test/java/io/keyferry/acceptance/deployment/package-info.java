/** The synthesized template, deployed by LocalStack's CloudFormation. */
@NullMarked
package io.keyferry.acceptance.deployment;

import org.jspecify.annotations.NullMarked;
