package io.keyferry.acceptance.crash;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.model.value.TokenIdentity;
import io.keyferry.model.value.WrappingAlgorithm;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;

/** Wraps the real token. */
@Singleton
final class CrashingToken implements BeanCreatedEventListener<Token> {

  @Override
  public Token onCreated(BeanCreatedEvent<Token> event) {
    return new Before(event.getBean());
  }

  private record Before(Token token) implements Token {

    @Override
    public TokenIdentity identity() {
      return token.identity();
    }

    @Override
    public String proveAesKwp() throws HsmException {
      return token.proveAesKwp();
    }

    @Override
    public String proveWrapping(WrappingAlgorithm algorithm) throws HsmException {
      return token.proveWrapping(algorithm);
    }

    @Override
    public TokenSession openSession() throws HsmException {
      return new CrashingSession(token.openSession());
    }

    @Override
    public void close() {
      token.close();
    }
  }
}
