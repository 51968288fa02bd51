/** The synthesized template, deployed by LocalStack's CloudFormation. */
@NullMarked
package io.keyferry.local.deployment;

import org.jspecify.annotations.NullMarked;
