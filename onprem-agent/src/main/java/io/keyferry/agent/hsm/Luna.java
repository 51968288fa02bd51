package io.keyferry.agent.hsm;

import io.keyferry.model.value.TokenIdentity;
import java.util.regex.Pattern;

/** Recognizes Luna partitions, so that messages fit the token. */
public final class Luna {

  private static final Pattern NAMES =
      Pattern.compile("(?i)safenet|gemalto|thales|luna|cryptovisor");

  private Luna() {}

  /** Judges by manufacturer and model. */
  public static boolean is(TokenIdentity token) {
    return NAMES.matcher(token.manufacturer() + " " + token.model()).find();
  }

  /** Returns the text that fits the token. */
  public static String either(TokenIdentity token, String onLuna, String elsewhere) {
    return is(token) ? onLuna : elsewhere;
  }
}
