/** The template that the CDK app synthesizes, resolved to this machine's names. */
@NullMarked
package io.keyferry.local.template;

import org.jspecify.annotations.NullMarked;
