/**
 * AWS Lambda on one machine: packaged functions with AWS's own runtime interface client, and AWS's
 * ways to invoke them (Invoke, API Gateway HTTP API, SQS event source mapping).
 */
@NullMarked
package io.keyferry.local.lambda;

import org.jspecify.annotations.NullMarked;
