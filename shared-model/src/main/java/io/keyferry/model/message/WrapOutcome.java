package io.keyferry.model.message;

/** The outcome of a job: a wrapped key or a failure. */
public sealed interface WrapOutcome permits WrappedKey, Failure {}
