package io.keyferry.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the build puts what runs here.
 *
 * @param home the repository's root
 * @param work where runs put their files; for one process at a time
 */
public record Layout(Path home, Path work) {

  /** The property with which the launcher and the build name the root. */
  public static final String PROPERTY = "keyferry.home";

  /** The property that replaces {@code target} as the place for the files of runs. */
  private static final String WORK = "keyferry.work";

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
    Path root = Path.of(home).toAbsolutePath().normalize();
    String named = System.getProperty(WORK);
    Path work = named == null ? root.resolve("target") : Path.of(named).normalize();
    try {
      return new Layout(root, Files.createDirectories(work));
    } catch (IOException e) {
      throw new UncheckedIOException("making " + work, e);
    }
  }

  public Path lambdaJar() {
    return home.resolve("cloud-lambda/target/keyferry-lambda.jar");
  }

  /** The template that infra-cdk's build synthesizes from {@code cdk.context.local.json}. */
  public Path template() {
    return home.resolve("infra-cdk/target/local/KeyFerry.template.json");
  }

  /** The calls that the gates recorded during the end-to-end tests. */
  public Path recordedCalls() {
    return home.resolve("testbed/acceptance/target/iam-calls");
  }

  public Path localCloudJar() {
    return home.resolve("testbed/local-cloud/target/local-cloud.jar");
  }

  public Path benchJar() {
    return home.resolve("testbed/bench/target/bench.jar");
  }

  public Path agentJar() {
    return home.resolve("onprem-agent/target/keyferry-agent.jar");
  }

  /** The cache of the classes in {@link #agentJar}. */
  public Path agentClassCache() {
    return home.resolve("onprem-agent/target/classes.aot");
  }

  /** The files of the agent's package, as its build leaves them. */
  public Path packageTree() {
    return home.resolve("target/package/tree");
  }

  public Path lambdaRuntime() {
    return home.resolve("testbed/local-cloud/lambda-runtime/target/lib");
  }

  public Path dynamoDbLocal() {
    return home.resolve("testbed/local-cloud/dynamodb-local/target/lib");
  }

  /** The console test events under version control. */
  public Path events() {
    return home.resolve("cloud-lambda/events");
  }

  /** The folder for the files of runs. */
  public Path work(String name) {
    return work.resolve(name);
  }
}
