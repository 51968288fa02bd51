package io.keyferry.local.agent;

import io.keyferry.local.Layout;
import io.keyferry.local.process.JavaCommand;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The program that runs as {@code keyferry-agent}. */
public sealed interface AgentProgram {

  /** The command line that runs it with these arguments. */
  List<String> words(List<String> arguments);

  /** The jar of the build, on the java that runs us, with options for short runs. */
  record Built(Layout layout) implements AgentProgram {

    @Override
    public List<String> words(List<String> arguments) {
      return java(
          Stream.of(
              // Without the cache, it only starts more slowly.
              "-XX:AOTCache=" + layout.agentClassCache(),
              "-Xlog:cds=off,aot=off",
              "-jar",
              layout.agentJar().toString()),
          arguments);
    }
  }

  /**
   * The same program behind classes that inject faults.
   *
   * @param classPathBefore placed before the agent's jar
   */
  record Harmed(Layout layout, List<Path> classPathBefore) implements AgentProgram {

    private static final String MAIN = "io.keyferry.agent.cli.AgentMain";

    @Override
    public List<String> words(List<String> arguments) {
      String classPath =
          Stream.concat(classPathBefore.stream(), Stream.of(layout.agentJar()))
              .map(Path::toString)
              .collect(Collectors.joining(File.pathSeparator));
      return java(
          Stream.of(
              "--add-exports=jdk.crypto.cryptoki/sun.security.pkcs11.wrapper=ALL-UNNAMED",
              "--enable-native-access=ALL-UNNAMED",
              "--class-path",
              classPath,
              MAIN),
          arguments);
    }
  }

  /**
   * The unpacked package, not installed, on its own runtime.
   *
   * @param root the folder of its {@code usr}
   */
  record Unpacked(Path root) implements AgentProgram {

    @Override
    public List<String> words(List<String> arguments) {
      return Stream.concat(
              Stream.of(root.resolve("usr/bin/keyferry-agent").toString()), arguments.stream())
          .toList();
    }
  }

  private static List<String> java(Stream<String> options, List<String> arguments) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(JavaCommand.SHORT_RUN);
    words.add("-Xmx128m");
    words.addAll(options.toList());
    words.addAll(arguments);
    return words;
  }
}
