package io.keyferry.infra.settings;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a deployment is to be, checked.
 *
 * @param agents at least one, in the order of their names
 * @param certificateAuthority PEM of the operator's CA certificate; there where an agent needs it
 * @param accounts whose KMS keys the agents may serve; empty for the stack's own account alone
 * @param wrappingAlgorithms what may be ordered, as KMS names it
 * @param wrappingKeySpecs of the wrapping keys that may be ordered, as KMS names them
 * @param keySpecs the kinds of KMS key that the agents may serve
 * @param jobLifetime how long an agent may take for a job
 * @param keepFailed how long failed imports stay in the table
 * @param tracing whether the functions are traced by X-Ray
 * @param expiryWarningDays how many days before key material expires the alarm goes off
 */
public record Settings(
    List<Agent> agents,
    Optional<String> certificateAuthority,
    List<String> accounts,
    List<String> wrappingAlgorithms,
    List<String> wrappingKeySpecs,
    List<String> keySpecs,
    Optional<String> alarmEmail,
    Duration jobLifetime,
    Duration keepFailed,
    int logRetentionDays,
    boolean tracing,
    int expiryWarningDays) {

  public Settings {
    agents = List.copyOf(agents);
    accounts = List.copyOf(accounts);
    wrappingAlgorithms = List.copyOf(wrappingAlgorithms);
    wrappingKeySpecs = List.copyOf(wrappingKeySpecs);
    keySpecs = List.copyOf(keySpecs);
  }
}
