package io.keyferry.agent.run;

import io.keyferry.agent.config.AgentConfig;
import io.keyferry.agent.config.AgentConfig.TokenSection;
import io.keyferry.agent.hsm.AgentKeyIdentity;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.agent.hsm.recovery.Backoff;
import io.keyferry.agent.hsm.recovery.HsmConnection;
import io.keyferry.agent.hsm.token.Tokens;
import io.keyferry.agent.login.AuditedLogin;
import io.keyferry.agent.login.PinException;
import io.keyferry.agent.login.PinLatch;
import io.keyferry.agent.login.TokenOpener;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.evidence.log.AuditTrail;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The HSM. The token is a separate bean, so that a {@code BeanCreatedEventListener} can decorate
 * it.
 */
@Factory
final class TokenBeans {

  @Singleton
  PinLatch latch(AgentConfig config) {
    return PinLatch.of(config.audit());
  }

  /** The token at start, with the agent's key in it. */
  private record Start(Token token, AgentKeyIdentity agentKey) {

    static Start of(Token token, String label) throws HsmException {
      try (TokenSession session = token.openSession()) {
        return new Start(token, AgentKeyIdentity.find(session, label));
      } catch (HsmException e) {
        token.close();
        throw e;
      }
    }
  }

  @Singleton
  @Bean(preDestroy = "close")
  HsmConnection hsm(
      TokenOpener opener, AgentConfig config, AuditTrail trail, PinLatch latch, InstantSource clock)
      throws HsmException, PinException, AuditException {
    TokenSection section = config.token();
    // A failure of the first login is reported unchanged.
    Start start =
        Start.of(
            AuditedLogin.open(opener, section, trail, latch, "run"), config.work().agentKeyLabel());
    return new HsmConnection(
        start.token(),
        start.agentKey(),
        new HsmConnection.Access() {
          @Override
          public Token open() throws HsmException {
            return again(opener, section, trail, latch);
          }

          @Override
          public void finalizeLibrary() throws HsmException {
            Tokens.finalizeLibrary(section.settings().library());
          }

          @Override
          public boolean hasStuckCall() {
            return Tokens.hasStuckCall(section.settings().library());
          }
        },
        new HsmConnection.Times(
            new Backoff(Duration.ofMillis(250), Duration.ofSeconds(10), new SecureRandom()),
            Duration.ofMinutes(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30)),
        clock);
  }

  @Singleton
  AgentKeyIdentity agentKey(HsmConnection hsm) {
    return hsm.agentKey();
  }

  @Singleton
  Token token(HsmConnection hsm) {
    return hsm.token();
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
