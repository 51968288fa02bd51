package io.keyferry.local.lambda;

/**
 * The ARN of an unqualified function, {@code arn:aws:lambda:REGION:ACCOUNT:function:NAME}.
 *
 * @param account twelve digits
 */
record FunctionArn(String region, String account, String name) {

  @Override
  public String toString() {
    return "arn:aws:lambda:" + region + ":" + account + ":function:" + name;
  }
}
