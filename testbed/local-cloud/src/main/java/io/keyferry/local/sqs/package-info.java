/** Amazon SQS on one machine: ElasticMQ behind one class, and KeyFerry's queues. */
@NullMarked
package io.keyferry.local.sqs;

import org.jspecify.annotations.NullMarked;
