package io.keyferry.infra.settings;

import java.util.List;
import java.util.Optional;

/**
 * The checked settings of a deployment.
 *
 * @param agents at least one, in the order of their names
 * @param certificateAuthority PEM of the operator's CA certificate; present if an agent needs it
 * @param accounts the accounts whose KMS keys the agents may serve; empty for only the stack's own
 *     account
 */
public record Settings(
    List<Agent> agents,
    Optional<String> certificateAuthority,
    List<String> accounts,
    RequestLimits limits,
    Retention retention,
    Alerts alerts,
    Compute compute) {

  public Settings {
    agents = List.copyOf(agents);
    accounts = List.copyOf(accounts);
  }
}
