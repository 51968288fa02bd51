package io.keyferry.kmsemulator.protocol;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What a signed request declares (AWS Signature Version 4): {@code
 * Credential=ID/DATE/REGION/kms/aws4_request} in {@code Authorization}. The signature itself is not
 * checked.
 */
public final class CredentialScope {

  private static final Pattern CREDENTIAL =
      Pattern.compile("Credential=[^/, ]+/[0-9]{8}/([^/, ]+)/[^/, ]+/aws4_request");

  private CredentialScope() {}

  /** The Region that the request is for. */
  public static Optional<String> region(String authorization) {
    return CREDENTIAL.matcher(authorization).results().findFirst().map(CredentialScope::first);
  }

  private static String first(MatchResult match) {
    return match.group(1);
  }
}
