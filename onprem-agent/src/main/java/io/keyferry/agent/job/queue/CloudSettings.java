package io.keyferry.agent.job.queue;

import io.keyferry.model.value.VerificationKey;
import java.net.URI;
import java.util.Optional;

/**
 * The cloud half as the operator pinned it.
 *
 * @param region the Region of both queues, {@code eu-west-1}
 * @param jobsQueueUrl SQS queue URL of {@code jobs.fifo}
 * @param resultsQueueUrl SQS queue URL of {@code results.fifo}
 * @param signingKey the one key whose jobs are processed
 * @param endpoint replaces the Region's SQS endpoint; only for tests
 * @param outbound how to reach AWS
 */
public record CloudSettings(
    String region,
    URI jobsQueueUrl,
    URI resultsQueueUrl,
    VerificationKey signingKey,
    Optional<URI> endpoint,
    Outbound outbound) {}
