/** The CDK app that deploys the cloud half. */
@NullMarked
package io.keyferry.infra;

import org.jspecify.annotations.NullMarked;
