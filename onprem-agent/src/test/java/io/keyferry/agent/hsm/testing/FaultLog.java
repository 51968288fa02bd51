package io.keyferry.agent.hsm.testing;

import io.keyferry.agent.hsm.testing.LoggedCall.Fate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The calls that the fault injector's native half has logged. */
final class FaultLog {

  /** A call that was held, ended or not. */
  record Held(long process, long number, String name) {}

  private static final String HELD = "held";

  private final Path file;

  FaultLog(Path file) {
    this.file = file;
  }

  private List<String[]> lines() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    return Files.readAllLines(file).stream().map(line -> line.split(" ")).toList();
  }

  List<LoggedCall> ended() throws IOException {
    return lines().stream().filter(words -> !words[3].equals(HELD)).map(FaultLog::ended).toList();
  }

  private static LoggedCall ended(String[] words) {
    return new LoggedCall(
        Long.parseLong(words[0]),
        Long.parseLong(words[1]),
        words[2],
        Long.decode(words[3]),
        Fate.valueOf(words[4].toUpperCase(Locale.ROOT)));
  }

  List<Held> held() throws IOException {
    return lines().stream()
        .filter(words -> words[3].equals(HELD))
        .map(words -> new Held(Long.parseLong(words[0]), Long.parseLong(words[1]), words[2]))
        .toList();
  }
}
