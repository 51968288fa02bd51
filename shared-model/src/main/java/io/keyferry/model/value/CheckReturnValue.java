package io.keyferry.model.value;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Target;

/** Error Prone knows this annotation by its name and fails the build if the result is dropped. */
@Documented
@Target(ElementType.METHOD)
@interface CheckReturnValue {}
