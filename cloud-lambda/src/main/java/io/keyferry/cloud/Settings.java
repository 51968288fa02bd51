package io.keyferry.cloud;

import io.keyferry.model.KeyArn;
import io.keyferry.model.VerificationKey;
import java.time.Duration;
import java.util.Map;

/**
 * What the functions are told by their environment.
 *
 * @param region of this function, set by Lambda
 * @param function this function's name, set by Lambda
 * @param table DynamoDB table of all imports
 * @param signingKey the KMS key (ECC_NIST_P256, SIGN_VERIFY) that signs jobs
 * @param agentKey the enrolled agent's public key
 * @param jobLifetime how long an agent may take, at most 24 hours
 */
record Settings(
    String region,
    String function,
    String table,
    String jobsQueueUrl,
    String resultsQueueUrl,
    KeyArn signingKey,
    VerificationKey agentKey,
    Duration jobLifetime) {

  /**
   * @throws EnvironmentException with every variable that is missing or wrong
   */
  static Settings of(Map<String, String> variables) {
    Environment environment = new Environment(variables);
    var region = environment.region();
    var function = environment.function();
    var table = environment.table();
    var jobs = environment.queueUrl("KEYFERRY_JOBS_QUEUE_URL");
    var results = environment.queueUrl("KEYFERRY_RESULTS_QUEUE_URL");
    var signingKey = environment.signingKey();
    var agentKey = environment.agentKey();
    var lifetime = environment.jobLifetime();
    environment.refuseIfFaulty();
    return new Settings(
        region.get(),
        function.get(),
        table.get(),
        jobs.get(),
        results.get(),
        signingKey.get(),
        agentKey.get(),
        lifetime.get());
  }
}
