package io.keyferry.local.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The command line of a child JVM. The java is the one that runs us.
 *
 * @param options JVM options; never a secret, because every user of the machine can read them
 * @param classPath jars, folders of classes, or {@code folder/*} for all the jars of a folder
 */
public record JavaCommand(
    List<String> options, List<Path> classPath, String mainClass, List<String> arguments) {

  /**
   * JVM options for the parts of a local run. It ends before the optimizing compiler would pay off;
   * the quick compiler starts earlier than by default, because otherwise the first dozens of
   * imports would be interpreted.
   */
  public static final List<String> SHORT_RUN =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:CompileThresholdScaling=0.2");

  public JavaCommand {
    options = List.copyOf(options);
    classPath = List.copyOf(classPath);
    arguments = List.copyOf(arguments);
  }

  /** The complete command line for {@link ChildProcess#start}. */
  public List<String> words() {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(options);
    words.add("--class-path");
    words.add(
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    words.add(mainClass);
    words.addAll(arguments);
    return List.copyOf(words);
  }
}
