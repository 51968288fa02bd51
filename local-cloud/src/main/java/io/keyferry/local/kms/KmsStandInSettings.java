package io.keyferry.local.kms;

import io.keyferry.model.InvalidValueException;
import io.keyferry.model.WrappingKeySpec;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * How the stand-in is set up.
 *
 * @param port the TCP port on the loopback address; 0 for any free one
 * @param region the Region that it plays, for example {@code eu-west-1}
 * @param account the account that it plays, twelve digits
 * @param clock what time it is for expiries and creation dates
 * @param random where keys, ids and nonces come from
 * @param keyPairsAhead how many wrapping key pairs are kept ready; a spec that is absent has none
 *     and makes each one when it is asked for
 * @param rotationTime how long {@code RotateKeyOnDemand} takes, by the clock above
 * @param callLog is told of every call after its answer is ready, on the request's thread
 */
public record KmsStandInSettings(
    int port,
    String region,
    String account,
    InstantSource clock,
    SecureRandom random,
    Map<WrappingKeySpec, Integer> keyPairsAhead,
    Duration rotationTime,
    Consumer<KmsCall> callLog) {

  /** The shortest of AWS's rotations that were recorded; others took three minutes. */
  private static final Duration SHORTEST_ROTATION = Duration.ofSeconds(50);

  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

  /**
   * @throws InvalidValueException if the account is not twelve digits, or a time is negative
   */
  public KmsStandInSettings {
    if (!ACCOUNT.matcher(account).matches()) {
      throw InvalidValueException.of("an AWS account (twelve digits)", account);
    }
    if (rotationTime.isNegative()) {
      throw InvalidValueException.of("a rotation time of zero or more", rotationTime.toString());
    }
    keyPairsAhead = Map.copyOf(keyPairsAhead);
  }

  /** A free port, the machine's clock, no key pairs ahead, no call log. */
  public static KmsStandInSettings of(String region, String account) {
    return new KmsStandInSettings(
        0,
        region,
        account,
        InstantSource.system(),
        new SecureRandom(),
        Map.of(),
        SHORTEST_ROTATION,
        call -> {});
  }

  /** The same, on this port. */
  public KmsStandInSettings withPort(int newPort) {
    return new KmsStandInSettings(
        newPort, region, account, clock, random, keyPairsAhead, rotationTime, callLog);
  }

  /** The same, by this clock. */
  public KmsStandInSettings withClock(InstantSource newClock) {
    return new KmsStandInSettings(
        port, region, account, newClock, random, keyPairsAhead, rotationTime, callLog);
  }

  /** The same, with so many wrapping key pairs kept ready. */
  public KmsStandInSettings withKeyPairsAhead(Map<WrappingKeySpec, Integer> newTargets) {
    return new KmsStandInSettings(
        port, region, account, clock, random, newTargets, rotationTime, callLog);
  }

  /** The same, with rotations that take so long. */
  public KmsStandInSettings withRotationTime(Duration newTime) {
    return new KmsStandInSettings(
        port, region, account, clock, random, keyPairsAhead, newTime, callLog);
  }

  /** The same, telling every call to this log. */
  public KmsStandInSettings withCallLog(Consumer<KmsCall> newLog) {
    return new KmsStandInSettings(
        port, region, account, clock, random, keyPairsAhead, rotationTime, newLog);
  }
}
