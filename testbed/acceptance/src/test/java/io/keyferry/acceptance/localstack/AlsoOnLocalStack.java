package io.keyferry.acceptance.localstack;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/** Also runs with {@code ./keyferry test --localstack}, on LocalStack. */
@Tag("localstack")
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface AlsoOnLocalStack {}
