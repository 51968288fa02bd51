package io.keyferry.local.lambda;

import io.keyferry.model.value.InvalidValueException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A Lambda function as deployed.
 *
 * @param aliases names that also invoke {@code $LATEST}
 * @param handler the handler's class name, optionally with {@code ::method}
 * @param classPath the packaged jar; or folders of classes and jars
 * @param environment the function's own variables, which override those that Lambda sets
 * @param javaOptions more options for the JVM
 */
public record Function(
    String name,
    Set<String> aliases,
    String handler,
    List<Path> classPath,
    Map<String, String> environment,
    Limits limits,
    List<String> javaOptions) {

  /**
   * The limits of an invocation.
   *
   * @param timeout 1 s to 900 s
   * @param memoryMegabytes 128 to 10240; the heap gets 85 % of it, as in AWS's Java runtime
   */
  public record Limits(Duration timeout, int memoryMegabytes) {

    private static final Duration MIN_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(15);

    /**
     * @throws InvalidValueException if Lambda would refuse the timeout or the memory size
     */
    public Limits {
      if (timeout.compareTo(MIN_TIMEOUT) < 0 || timeout.compareTo(MAX_TIMEOUT) > 0) {
        throw InvalidValueException.of("a timeout of 1 s to 900 s", timeout.toString());
      }
      if (memoryMegabytes < 128 || memoryMegabytes > 10_240) {
        throw InvalidValueException.of("a memory size of 128 to 10240 MB", memoryMegabytes + " MB");
      }
    }
  }

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9-_]{1,64}");

  /** Letters, digits, hyphens and underscores, and no version number (Lambda API, Alias). */
  private static final Pattern ALIAS = Pattern.compile("(?![0-9]+$)[a-zA-Z0-9-_]{1,128}");

  /**
   * @throws InvalidValueException if Lambda would refuse the name or an alias
   */
  public Function {
    if (!NAME.matcher(name).matches()) {
      throw InvalidValueException.of("a function name (" + NAME.pattern() + ")", name);
    }
    for (String alias : aliases) {
      if (!ALIAS.matcher(alias).matches()) {
        throw InvalidValueException.of("a function's alias (" + ALIAS.pattern() + ")", alias);
      }
    }
    aliases = Set.copyOf(aliases);
    classPath = List.copyOf(classPath);
    environment = Map.copyOf(environment);
    javaOptions = List.copyOf(javaOptions);
  }

  /**
   * A function without aliases.
   *
   * @throws InvalidValueException if Lambda would refuse the name, the timeout or the memory size
   */
  public Function(
      String name,
      String handler,
      List<Path> classPath,
      Map<String, String> environment,
      Duration timeout,
      int memoryMegabytes,
      List<String> javaOptions) {
    this(
        name,
        Set.of(),
        handler,
        classPath,
        environment,
        new Limits(timeout, memoryMegabytes),
        javaOptions);
  }

  /** A copy with these aliases. */
  public Function withAliases(Set<String> newAliases) {
    return new Function(name, newAliases, handler, classPath, environment, limits, javaOptions);
  }

  /** The timeout of an invocation. */
  public Duration timeout() {
    return limits.timeout();
  }

  /** The function's memory size. */
  public int memoryMegabytes() {
    return limits.memoryMegabytes();
  }

  /** Whether this version or alias invokes it. */
  boolean has(Qualifier qualifier) {
    return qualifier.isLatest() || qualifier.name().filter(aliases::contains).isPresent();
  }
}
