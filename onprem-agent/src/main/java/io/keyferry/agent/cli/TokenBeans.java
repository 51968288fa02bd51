package io.keyferry.agent.cli;

import io.keyferry.agent.audit.AuditException;
import io.keyferry.agent.audit.AuditTrail;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.Token;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** The token as a bean, so that a {@code BeanCreatedEventListener} can stand in front of it. */
@Factory
final class TokenBeans {

  @Singleton
  @Bean(preDestroy = "close")
  Token token(TokenOpener opener, AgentConfig config, AuditTrail trail)
      throws HsmException, PinException, AuditException {
    return AuditedLogin.open(opener, config.token(), trail, "run");
  }
}
