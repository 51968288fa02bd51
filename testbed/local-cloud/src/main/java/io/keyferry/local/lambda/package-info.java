/**
 * AWS Lambda on one machine: packaged functions under AWS's own runtime interface client, and the
 * ways in which AWS invokes them (Invoke, API Gateway HTTP API, SQS event source mapping).
 */
@NullMarked
package io.keyferry.local.lambda;

import org.jspecify.annotations.NullMarked;
