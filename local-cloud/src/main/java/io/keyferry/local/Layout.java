package io.keyferry.local;

import java.nio.file.Path;

/**
 * Where the build leaves what is run here.
 *
 * @param home the repository's root
 */
public record Layout(Path home) {

  /** The property by which the launcher and the build tell the root. */
  public static final String PROPERTY = "keyferry.home";

  /**
   * The layout of the running build.
   *
   * @throws IllegalStateException if the property is not set
   */
  public static Layout ofSystemProperty() {
    String home = System.getProperty(PROPERTY);
    if (home == null) {
      throw new IllegalStateException("start through ./keyferry, or set -D" + PROPERTY);
    }
    return new Layout(Path.of(home).toAbsolutePath().normalize());
  }

  public Path lambdaJar() {
    return home.resolve("cloud-lambda/target/keyferry-lambda.jar");
  }

  public Path agentJar() {
    return home.resolve("onprem-agent/target/keyferry-agent.jar");
  }

  public Path lambdaRuntime() {
    return home.resolve("local-cloud/lambda-runtime/target/lib");
  }

  public Path dynamoDbLocal() {
    return home.resolve("local-cloud/dynamodb-local/target/lib");
  }

  /** The console test events under version control. */
  public Path events() {
    return home.resolve("cloud-lambda/events");
  }

  /** Where runs leave their files. */
  public Path work(String name) {
    return home.resolve("target").resolve(name);
  }
}
