package io.keyferry.cloud.request;

import io.keyferry.cloud.job.Agents;
import io.keyferry.cloud.job.Agents.Agent;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.cloud.kms.Run;
import io.keyferry.model.input.Violation;
import io.keyferry.model.value.AgentName;
import io.keyferry.model.value.WrappingRule;
import java.util.Optional;

/** Finds the violations that need the clock or AWS, without creating anything. */
final class RequestChecks {

  private final RequestCheck.Against against;

  RequestChecks(RequestCheck.Against against) {
    this.against = against;
  }

  /**
   * @throws KmsUnavailableException if KMS does not answer now
   */
  CheckedRequest check(ParsedRequest parsed, Run run) {
    RequestCheck check = new RequestCheck(against, parsed, run);
    RequestOptions options = parsed.options();
    options
        .expiration()
        .flatMap(e -> ExpirationText.violation(e, run.now()))
        .ifPresent(check::violation);
    Optional<CheckedKind> kind =
        parsed.kinds().stream().map(asked -> asked.check(check)).toList().stream()
            .flatMap(Optional::stream)
            .findFirst();
    options
        .wrappingAlgorithm()
        .or(() -> kind.map(checked -> WrappingRule.usual(checked.keySpec())))
        .ifPresent(algorithm ->
            against
                .limits()
                .wrapping()
                .violations(algorithm, options.wrappingKeySpec())
                .forEach(check::violation));
    Optional<AgentName> agent =
        parsed.kinds().stream().anyMatch(KindRequest::goesToAgentOfAnother)
            ? kind.flatMap(CheckedKind::agent)
            : agent(options, check);
    return new CheckedRequest(check.violations(), kind, agent);
  }

  private Optional<AgentName> agent(RequestOptions options, RequestCheck check) {
    Agents agents = against.agents();
    Optional<Agent> agent =
        options.agent().isPresent() ? options.agent().flatMap(agents::named) : agents.only();
    boolean isReported =
        check.violations().stream().map(Violation::path).anyMatch(RequestReader.AGENT::equals);
    if (agent.isEmpty() && !isReported) {
      check.violation(
          RequestReader.AGENT,
          "one of the enrolled agents: " + agents.inWords(),
          options.agent().map(name -> Violation.quoted(name.value())).orElse("none"));
    }
    return agent.map(Agent::name);
  }
}
