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
 * @param regions the emulated Regions, the home Region first; if there are several, a request is
 *     for the Region in its credential scope, where an SDK puts it
 * @param account the emulated account, twelve digits
 * @param sources time and randomness
 * @param wrappingKeys where its wrapping key pairs come from
 * @param behavior what differs from one AWS account, or one day, to another
 * @param callLog receives every call after its answer is ready, on the request's thread
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
   * @param clock the time for expiries and creation dates
   * @param random where keys, ids and nonces come from
   */
  public record Sources(InstantSource clock, SecureRandom random) {}

  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

  /**
   * Validates the settings.
   *
   * @throws InvalidValueException if the account is not twelve digits, a Region is named twice or
   *     is not one that the emulator supports, or they are not all of one partition
   */
  public KmsEmulatorSettings {
    if (!ACCOUNT.matcher(account).matches()) {
      throw InvalidValueException.of("an AWS account (twelve digits)", account);
    }
    regions = List.copyOf(regions);
    String all = String.join(", ", regions);
    if (regions.stream().distinct().count() < regions.size()) {
      throw InvalidValueException.of("each Region once", all);
    }
    if (regions.stream().map(Partitions::of).distinct().count() != 1) {
      throw InvalidValueException.of("at least one Region, all of one partition", all);
    }
  }

  /**
   * One Region, a free port, the system's clock, no key pairs ahead, the usual behavior, no call
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

  /** A copy with this port. */
  public KmsEmulatorSettings withPort(int newPort) {
    return new KmsEmulatorSettings(
        newPort, regions, account, sources, wrappingKeys, behavior, callLog);
  }

  /** A copy with these Regions in addition to the first. */
  public KmsEmulatorSettings withOtherRegions(List<String> newRegions) {
    List<String> all = Stream.concat(Stream.of(regions.getFirst()), newRegions.stream()).toList();
    return new KmsEmulatorSettings(port, all, account, sources, wrappingKeys, behavior, callLog);
  }

  /** A copy with this clock. */
  public KmsEmulatorSettings withClock(InstantSource newClock) {
    Sources newSources = new Sources(newClock, sources.random());
    return new KmsEmulatorSettings(
        port, regions, account, newSources, wrappingKeys, behavior, callLog);
  }

  /** A copy with wrapping key pairs from this supply. */
  public KmsEmulatorSettings withWrappingKeys(WrappingKeySupply newSupply) {
    return new KmsEmulatorSettings(port, regions, account, sources, newSupply, behavior, callLog);
  }

  /** A copy whose rotations and replications take this long. */
  public KmsEmulatorSettings withTimes(KmsTimes newTimes) {
    return withBehavior(
        new KmsBehavior(
            newTimes,
            behavior.requestQuotas(),
            behavior.knownPrincipals(),
            behavior.checksLockOut()));
  }

  /** A copy that throttles with these quotas. */
  public KmsEmulatorSettings withRequestQuotas(RequestQuotas newQuotas) {
    return withBehavior(
        new KmsBehavior(
            behavior.times(), newQuotas, behavior.knownPrincipals(), behavior.checksLockOut()));
  }

  /** A copy in which only these principals exist in IAM: see {@link KnownPrincipals}. */
  public KmsEmulatorSettings withKnownPrincipals(KnownPrincipals newPrincipals) {
    return withBehavior(
        new KmsBehavior(
            behavior.times(), behavior.requestQuotas(), newPrincipals, behavior.checksLockOut()));
  }

  /**
   * A copy that leaves the lock-out check of key policies to an authorizer in front of the
   * emulator. The emulator itself takes every caller for the account's root.
   */
  public KmsEmulatorSettings withLockOutCheckInFront() {
    return withBehavior(
        new KmsBehavior(
            behavior.times(), behavior.requestQuotas(), behavior.knownPrincipals(), false));
  }

  /** A copy that reports every call to this log. */
  public KmsEmulatorSettings withCallLog(Consumer<KmsCall> newLog) {
    return new KmsEmulatorSettings(port, regions, account, sources, wrappingKeys, behavior, newLog);
  }

  private KmsEmulatorSettings withBehavior(KmsBehavior newBehavior) {
    return new KmsEmulatorSettings(
        port, regions, account, sources, wrappingKeys, newBehavior, callLog);
  }
}
