/** Tests of and on LocalStack. */
@NullMarked
package io.keyferry.local.localstack;

import org.jspecify.annotations.NullMarked;
