package io.keyferry.agent.cli;

import io.keyferry.agent.audit.AuditException;
import io.keyferry.agent.audit.AuditTrail;
import io.keyferry.agent.cli.AgentConfig.TokenSection;
import io.keyferry.agent.hsm.Backoff;
import io.keyferry.agent.hsm.HealingToken;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmStatus;
import io.keyferry.agent.hsm.Token;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/** The token as a bean, so that a {@code BeanCreatedEventListener} can stand in front of it. */
@Factory
final class TokenBeans {

  private static final Duration FIRST_WAIT = Duration.ofMillis(250);

  /** Short, as an HSM that is back should be used at once. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);

  @Singleton
  HsmStatus status() {
    return new HsmStatus();
  }

  @Singleton
  PinLatch latch(AgentConfig config) {
    return PinLatch.of(config.audit());
  }

  @Singleton
  @Bean(preDestroy = "close")
  Token token(
      TokenOpener opener,
      AgentConfig config,
      AuditTrail trail,
      PinLatch latch,
      HsmStatus status,
      InstantSource clock)
      throws HsmException, PinException, AuditException {
    TokenSection section = config.token();
    // Whatever is wrong with the first login is told as it is.
    Token first = AuditedLogin.open(opener, section, trail, latch, "run");
    return new HealingToken(
        first,
        section.settings().library(),
        () -> again(opener, section, trail, latch),
        new Backoff(FIRST_WAIT, LONGEST_WAIT, new SecureRandom()),
        status,
        clock);
  }

  private static Token again(
      TokenOpener opener, TokenSection section, AuditTrail trail, PinLatch latch)
      throws HsmException {
    try {
      return AuditedLogin.open(opener, section, trail, latch, "run");
    } catch (PinException e) {
      throw HsmException.latched(String.valueOf(e.getMessage()));
    } catch (AuditException e) {
      throw HsmException.noLogin(String.valueOf(e.getMessage()), e);
    }
  }
}
