/** Tests of and on LocalStack. */
@NullMarked
package io.keyferry.acceptance.localstack;

import org.jspecify.annotations.NullMarked;
