package io.keyferry.infra;

import software.amazon.awscdk.App;

/** The CDK app that deploys the cloud half. */
public final class InfraApp {

  private InfraApp() {}

  /** Synthesizes into {@code cdk.out}, or wherever the CDK CLI asks for. */
  public static void main(String[] args) {
    new App().synth();
  }
}
