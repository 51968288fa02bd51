package io.keyferry.local.lambda;

import software.amazon.awssdk.regions.Region;

/** {@code arn:aws:lambda:REGION:ACCOUNT:function:NAME}, optionally with a qualifier. */
record FunctionArn(String region, String account, String name, Qualifier qualifier) {

  @Override
  public String toString() {
    return "arn:"
        + Region.of(region).metadata().partition().id()
        + ":lambda:"
        + region
        + ":"
        + account
        + ":function:"
        + name
        + qualifier;
  }
}
