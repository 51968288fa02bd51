/** The template that the CDK app synthesizes, with this machine's names in it. */
@NullMarked
package io.keyferry.local.template;

import org.jspecify.annotations.NullMarked;
