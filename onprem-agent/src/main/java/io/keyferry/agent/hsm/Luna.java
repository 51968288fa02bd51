package io.keyferry.agent.hsm;

import io.keyferry.model.value.TokenIdentity;
import java.util.regex.Pattern;

/** Whether a token is a Luna partition, so that what is said about it fits the token. */
public final class Luna {

  private static final Pattern NAMES =
      Pattern.compile("(?i)safenet|gemalto|thales|luna|cryptovisor");

  private Luna() {}

  /** By manufacturer and model. */
  public static boolean is(TokenIdentity token) {
    return NAMES.matcher(token.manufacturer() + " " + token.model()).find();
  }

  /** One of the two sentences. */
  public static String either(TokenIdentity token, String onLuna, String elsewhere) {
    return is(token) ? onLuna : elsewhere;
  }
}
