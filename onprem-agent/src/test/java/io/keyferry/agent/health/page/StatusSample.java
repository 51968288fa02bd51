package io.keyferry.agent.health.page;

import io.keyferry.agent.health.Indicator;
import io.keyferry.agent.hsm.HsmConnections;
import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.HsmFaults;
import io.keyferry.agent.job.RecentImports.Answer;
import io.keyferry.agent.job.RecentImports.Answered;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeyCheckValue;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.Software;
import io.keyferry.model.value.TokenIdentity;
import io.micronaut.health.HealthStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sample states of an agent. */
final class StatusSample {

  static final Instant NOW = Instant.parse("2026-11-23T09:30:00Z");

  static final TokenIdentity TOKEN =
      new TokenIdentity("keyferry-prod", "1234567890", "Thales", "Luna K7", "7.8");

  private StatusSample() {}

  static AgentStatus fresh() {
    return with(there(TOKEN), List.of(), Optional.empty());
  }

  static AgentStatus atWork() {
    return with(there(TOKEN), List.of(wrapped(), refused("the policy does not allow it")), at());
  }

  static AgentStatus of(TokenIdentity token, String refusal) {
    return with(there(token), List.of(refused(refusal)), at());
  }

  static AgentStatus unreachable(String reason) {
    AgentStatus.Hsm hsm =
        new AgentStatus.Hsm(
            TOKEN,
            HsmConnections.failed(NOW.minusSeconds(90), HsmFaults.of(Fault.HSM_LOST, reason)));
    AgentStatus well = with(hsm, List.of(wrapped()), at());
    return new AgentStatus(
        well.now(),
        well.program(),
        hsm,
        List.of(
            new Indicator.Reading("hsm", HealthStatus.DOWN, reason, Map.of()),
            new Indicator.Reading("queues", HealthStatus.UP, "last receive succeeded", Map.of()),
            new Indicator.Reading(
                "clock", HealthStatus.UNKNOWN, "SQS has not reported its time yet", Map.of())),
        new AgentStatus.Jobs(2, well.jobs().imports()),
        well.head());
  }

  private static Optional<Instant> at() {
    return Optional.of(NOW.minusSeconds(61));
  }

  private static AgentStatus.Hsm there(TokenIdentity token) {
    return new AgentStatus.Hsm(token, HsmConnections.ready(NOW.minusSeconds(7200)));
  }

  private static AgentStatus with(
      AgentStatus.Hsm hsm, List<Answered> imports, Optional<Instant> written) {
    return new AgentStatus(
        NOW,
        new AgentStatus.Program(new Software("0.1.0", "test"), Duration.ofHours(26)),
        hsm,
        List.of(
            new Indicator.Reading(
                "hsm", HealthStatus.UP, "the token responds and has the agent's key", Map.of()),
            new Indicator.Reading("queues", HealthStatus.UP, "last receive succeeded", Map.of())),
        new AgentStatus.Jobs(imports.isEmpty() ? 0 : 1, imports),
        new AgentStatus.ChainHead(412, Sha256.of(new byte[] {1}), written));
  }

  private static Answered answered(Answer answer) {
    return new Answered(
        NOW.minusSeconds(60),
        new ImportId("0b7c0a52-4f0e-4a3c-9d0e-5f7d3a1b2c4d"),
        1,
        KeyArn.parse("arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"),
        answer);
  }

  private static Answered wrapped() {
    return answered(
        new Answer.Wrapped(Optional.of(new KeyCheckValue(KeyCheckValue.Method.AES_ECB, "a1b2c3"))));
  }

  private static Answered refused(String reason) {
    return answered(new Answer.Refused(FailureCode.HSM_REFUSED, reason));
  }
}
