package io.keyferry.model.message;

/** What came of a job: a wrapped key or a failure. */
public sealed interface WrapOutcome permits WrappedKey, Failure {}
