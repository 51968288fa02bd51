package io.keyferry.local.lambda;

import io.keyferry.model.InvalidValueException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A Lambda function as deployed.
 *
 * @param handler the handler's class name, optionally with {@code ::method}
 * @param classPath the packaged jar; or folders of classes and jars
 * @param environment the function's own variables; they win over those that Lambda sets
 * @param timeout 1 s to 900 s
 * @param memoryMegabytes 128 to 10240; the heap gets 85 % of it, as in AWS's Java runtime
 * @param javaOptions more options for the JVM
 */
public record Function(
    String name,
    String handler,
    List<Path> classPath,
    Map<String, String> environment,
    Duration timeout,
    int memoryMegabytes,
    List<String> javaOptions) {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9-_]{1,64}");
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(15);

  /**
   * @throws InvalidValueException if Lambda would refuse the name, the timeout or the memory size
   */
  public Function {
    if (!NAME.matcher(name).matches()) {
      throw InvalidValueException.of("a function name (" + NAME.pattern() + ")", name);
    }
    if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
      throw InvalidValueException.of("a timeout of 1 s to 900 s", timeout.toString());
    }
    if (memoryMegabytes < 128 || memoryMegabytes > 10_240) {
      throw InvalidValueException.of("a memory size of 128 to 10240 MB", memoryMegabytes + " MB");
    }
    classPath = List.copyOf(classPath);
    environment = Map.copyOf(environment);
    javaOptions = List.copyOf(javaOptions);
  }
}
