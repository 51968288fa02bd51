/** Tests on LocalStack, and of it. */
@NullMarked
package io.keyferry.acceptance.localstack;

import org.jspecify.annotations.NullMarked;
