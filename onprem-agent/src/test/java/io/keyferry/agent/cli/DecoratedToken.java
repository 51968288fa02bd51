package io.keyferry.agent.cli;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.model.value.TokenIdentity;
import io.keyferry.model.value.WrappingAlgorithm;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;

/** Wraps the token, as an end-to-end test can. */
record DecoratedToken(Token token) implements Token {

  @Override
  public TokenIdentity identity() {
    TokenIdentity real = token.identity();
    return new TokenIdentity(
        "decorated " + real.label(), real.serial(), real.manufacturer(), real.model(), "1.0");
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
    return token.openSession();
  }

  @Override
  public void close() {
    token.close();
  }

  /** Found by Micronaut on the class path. */
  @Singleton
  @Requires(property = "decorate.token")
  static final class Listener implements BeanCreatedEventListener<Token> {

    @Override
    public Token onCreated(BeanCreatedEvent<Token> event) {
      return new DecoratedToken(event.getBean());
    }
  }
}
