package io.keyferry.agent.systemd;

import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** The service manager of this process. */
@Factory
final class ServiceBeans {

  @Singleton
  ServiceManager manager() {
    return ServiceManager.of(System.getenv());
  }
}
