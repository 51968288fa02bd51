package io.keyferry.kmsemulator;

import io.keyferry.kmsemulator.environment.KmsBehavior;
import io.keyferry.kmsemulator.environment.KmsTimes;
import io.keyferry.kmsemulator.environment.KnownPrincipals;
import io.keyferry.kmsemulator.environment.Partitions;
import io.keyferry.kmsemulator.environment.RequestQuotas;
import io.keyferry.kmsemulator.environment.WrappingKeySupply;
import io.keyferry.kmsemulator.protocol.KmsCall;
import io.keyferry.kmsemulator.value.InvalidValueException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How the emulator is set up.
 *
 * @param port the TCP port on the loopback address; 0 for any free one
 * @param regions the Regions that it plays, the home Region first; if there are several, a request
 *     is for the Region in its credential scope, where an SDK puts it
 * @param account the account that it plays, twelve digits
 * @param sources time and randomness
 * @param wrappingKeys where its wrapping key pairs come from
 * @param behavior what is different from one AWS account, or one day, to another
 * @param callLog is told of every call after its answer is ready, on the request's thread
 */
public record KmsEmulatorSettings(
    int port,
    List<String> regions,
    String account,
    Sources sources,
    WrappingKeySupply wrappingKeys,
    KmsBehavior behavior,
    Consumer<KmsCall> callLog) {

  /**
   * Where time and randomness come from.
   *
   * @param clock what time it is for expiries and creation dates
   * @param random where keys, ids and nonces come from
   */
  public record Sources(InstantSource clock, SecureRandom random) {}

  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

  /**
   * Validates the settings.
   *
   * @throws InvalidValueException if the account is not twelve digits, a Region is named twice or
   *     is none of AWS's that the emulator plays, or they are not all of one partition
   */
  public KmsEmulatorSettings {
    if (!ACCOUNT.matcher(account).matches()) {
      throw InvalidValueException.of("an AWS account (twelve digits)", account);
    }
    regions = List.copyOf(regions);
    String all = String.join(", ", regions);
    if (regions.stream().distinct().count() < regions.size()) {
      throw InvalidValueException.of("Regions that are not named twice", all);
    }
    if (regions.stream().map(Partitions::of).distinct().count() != 1) {
      throw InvalidValueException.of("Regions of one partition, at least one", all);
    }
  }

  /**
   * One Region, a free port, the machine's clock, no key pairs ahead, the usual behavior, no call
   * log.
   *
   * @throws InvalidValueException as the constructor
   */
  public static KmsEmulatorSettings of(String region, String account) {
    return new KmsEmulatorSettings(
        0,
        List.of(region),
        account,
        new Sources(InstantSource.system(), new SecureRandom()),
        WrappingKeySupply.ahead(Map.of()),
        KmsBehavior.usual(),
        call -> {});
  }

  /** The same, on this port. */
  public KmsEmulatorSettings withPort(int newPort) {
    return new KmsEmulatorSettings(
        newPort, regions, account, sources, wrappingKeys, behavior, callLog);
  }

  /** The same, with these Regions beside the first. */
  public KmsEmulatorSettings withOtherRegions(List<String> newRegions) {
    List<String> all = Stream.concat(Stream.of(regions.getFirst()), newRegions.stream()).toList();
    return new KmsEmulatorSettings(port, all, account, sources, wrappingKeys, behavior, callLog);
  }

  /** The same, by this clock. */
  public KmsEmulatorSettings withClock(InstantSource newClock) {
    Sources newSources = new Sources(newClock, sources.random());
    return new KmsEmulatorSettings(
        port, regions, account, newSources, wrappingKeys, behavior, callLog);
  }

  /** The same, with wrapping key pairs from there. */
  public KmsEmulatorSettings withWrappingKeys(WrappingKeySupply newSupply) {
    return new KmsEmulatorSettings(port, regions, account, sources, newSupply, behavior, callLog);
  }

  /** The same, with rotations and replications that take so long. */
  public KmsEmulatorSettings withTimes(KmsTimes newTimes) {
    return withBehavior(
        new KmsBehavior(
            newTimes,
            behavior.requestQuotas(),
            behavior.knownPrincipals(),
            behavior.checksLockOut()));
  }

  /** The same, throttling as these quotas say. */
  public KmsEmulatorSettings withRequestQuotas(RequestQuotas newQuotas) {
    return withBehavior(
        new KmsBehavior(
            behavior.times(), newQuotas, behavior.knownPrincipals(), behavior.checksLockOut()));
  }

  /** The same, with these principals alone in IAM: see {@link KnownPrincipals}. */
  public KmsEmulatorSettings withKnownPrincipals(KnownPrincipals newPrincipals) {
    return withBehavior(
        new KmsBehavior(
            behavior.times(), behavior.requestQuotas(), newPrincipals, behavior.checksLockOut()));
  }

  /**
   * The same, leaving to an authorization in front of it whether a new key policy lets the caller
   * change it again. By itself the emulator takes every caller for the account's root.
   */
  public KmsEmulatorSettings withLockOutCheckInFront() {
    return withBehavior(
        new KmsBehavior(
            behavior.times(), behavior.requestQuotas(), behavior.knownPrincipals(), false));
  }

  /** The same, telling every call to this log. */
  public KmsEmulatorSettings withCallLog(Consumer<KmsCall> newLog) {
    return new KmsEmulatorSettings(port, regions, account, sources, wrappingKeys, behavior, newLog);
  }

  private KmsEmulatorSettings withBehavior(KmsBehavior newBehavior) {
    return new KmsEmulatorSettings(
        port, regions, account, sources, wrappingKeys, newBehavior, callLog);
  }
}
