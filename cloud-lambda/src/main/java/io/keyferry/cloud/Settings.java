package io.keyferry.cloud;

import io.keyferry.cloud.request.RequestLimits;
import io.keyferry.cloud.request.WrappingLimits;
import io.keyferry.model.value.KeyArn;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The settings that all functions that act on imports read from their environment.
 *
 * @param signingKey the KMS key (ECC_NIST_P256, SIGN_VERIFY) that signs jobs
 * @param agents the enrolled agents, each with a queue of its own
 * @param limits what a request may choose from
 * @param jobLifetime how much time an agent has, at most 24 hours
 * @param eventBus name of the event bus to which completion events are published
 */
record Settings(
    Function function,
    Table table,
    KeyArn signingKey,
    List<EnrolledAgents.Enrolled> agents,
    RequestLimits limits,
    Duration jobLifetime,
    String eventBus) {

  /** This function, as set by Lambda. */
  record Function(String region, String name) {}

  /**
   * The DynamoDB table of all imports.
   *
   * @param keepFailed how long it keeps an import that failed
   */
  record Table(String name, Duration keepFailed) {}

  /**
   * Reads the environment.
   *
   * @throws EnvironmentException with every variable that is missing or wrong
   */
  static Settings of(Map<String, String> variables) {
    Environment environment = new Environment(variables);
    Supplier<Settings> settings = in(environment);
    environment.refuseIfFaulty();
    return settings.get();
  }

  /**
   * Returns the settings of the environment; call the supplier only once there are no violations.
   */
  static Supplier<Settings> in(Environment environment) {
    var region = environment.region();
    var function = environment.function();
    var table = environment.table();
    var keepFailed = environment.keepFailed();
    var signingKey = environment.signingKey();
    var agents = environment.agents();
    var algorithms = environment.wrappingAlgorithms();
    var keySpecs = environment.wrappingKeySpecs();
    var tagKeys = environment.tagKeys();
    var evenIfDisabled = environment.allowEvenIfDisabled();
    var lifetime = environment.jobLifetime();
    var eventBus = environment.eventBus();
    return () ->
        new Settings(
            new Function(region.get(), function.get()),
            new Table(table.get(), keepFailed.get()),
            signingKey.get(),
            agents.get(),
            new RequestLimits(
                new WrappingLimits(algorithms.get(), keySpecs.get()),
                tagKeys.get(),
                evenIfDisabled.get()),
            lifetime.get(),
            eventBus.get());
  }
}
