package io.keyferry.local.kms;

import io.keyferry.model.InvalidValueException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * How the stand-in is set up.
 *
 * @param port the TCP port on the loopback address; 0 for any free one
 * @param region the Region that it plays, for example {@code eu-west-1}
 * @param otherRegions further Regions that it plays; if there are any, a request is for the Region
 *     in its credential scope, where an SDK puts it
 * @param account the account that it plays, twelve digits
 * @param clock what time it is for expiries and creation dates
 * @param random where keys, ids and nonces come from
 * @param wrappingKeys where its wrapping key pairs come from
 * @param times how long rotations and replications take
 * @param requestQuotas what KMS throttles, in each Region by itself
 * @param callLog is told of every call after its answer is ready, on the request's thread
 */
public record KmsStandInSettings(
    int port,
    String region,
    List<String> otherRegions,
    String account,
    InstantSource clock,
    SecureRandom random,
    WrappingKeySupply wrappingKeys,
    KmsTimes times,
    RequestQuotas requestQuotas,
    Consumer<KmsCall> callLog) {

  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

  /**
   * @throws InvalidValueException if the account is not twelve digits, or a Region is named twice
   */
  public KmsStandInSettings {
    if (!ACCOUNT.matcher(account).matches()) {
      throw InvalidValueException.of("an AWS account (twelve digits)", account);
    }
    otherRegions = List.copyOf(otherRegions);
    if (otherRegions.contains(region)
        || otherRegions.stream().distinct().count() < otherRegions.size()) {
      throw InvalidValueException.of(
          "Regions that are not named twice", region + ", " + String.join(", ", otherRegions));
    }
  }

  /**
   * One Region, a free port, the machine's clock, recorded times, no key pairs ahead, no request
   * quotas, no call log.
   */
  public static KmsStandInSettings of(String region, String account) {
    return new KmsStandInSettings(
        0,
        region,
        List.of(),
        account,
        InstantSource.system(),
        new SecureRandom(),
        WrappingKeySupply.ahead(Map.of()),
        KmsTimes.recorded(),
        RequestQuotas.none(),
        call -> {});
  }

  /** The same, on this port. */
  public KmsStandInSettings withPort(int newPort) {
    return new KmsStandInSettings(
        newPort,
        region,
        otherRegions,
        account,
        clock,
        random,
        wrappingKeys,
        times,
        requestQuotas,
        callLog);
  }

  /** The same, with these Regions beside the first. */
  public KmsStandInSettings withOtherRegions(List<String> newRegions) {
    return new KmsStandInSettings(
        port,
        region,
        newRegions,
        account,
        clock,
        random,
        wrappingKeys,
        times,
        requestQuotas,
        callLog);
  }

  /** The same, by this clock. */
  public KmsStandInSettings withClock(InstantSource newClock) {
    return new KmsStandInSettings(
        port,
        region,
        otherRegions,
        account,
        newClock,
        random,
        wrappingKeys,
        times,
        requestQuotas,
        callLog);
  }

  /** The same, with wrapping key pairs from there. */
  public KmsStandInSettings withWrappingKeys(WrappingKeySupply newSupply) {
    return new KmsStandInSettings(
        port,
        region,
        otherRegions,
        account,
        clock,
        random,
        newSupply,
        times,
        requestQuotas,
        callLog);
  }

  /** The same, with rotations and replications that take so long. */
  public KmsStandInSettings withTimes(KmsTimes newTimes) {
    return new KmsStandInSettings(
        port,
        region,
        otherRegions,
        account,
        clock,
        random,
        wrappingKeys,
        newTimes,
        requestQuotas,
        callLog);
  }

  /** The same, throttling as these quotas say. */
  public KmsStandInSettings withRequestQuotas(RequestQuotas newQuotas) {
    return new KmsStandInSettings(
        port,
        region,
        otherRegions,
        account,
        clock,
        random,
        wrappingKeys,
        times,
        newQuotas,
        callLog);
  }

  /** The same, telling every call to this log. */
  public KmsStandInSettings withCallLog(Consumer<KmsCall> newLog) {
    return new KmsStandInSettings(
        port,
        region,
        otherRegions,
        account,
        clock,
        random,
        wrappingKeys,
        times,
        requestQuotas,
        newLog);
  }
}
