package io.keyferry.model.value;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Target;

/** Error Prone, which knows it by its name, fails the build where the result is dropped. */
@Documented
@Target(ElementType.METHOD)
@interface CheckReturnValue {}
