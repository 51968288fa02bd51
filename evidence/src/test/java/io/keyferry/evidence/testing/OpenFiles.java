package io.keyferry.evidence.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files that this process has open, from Linux. */
public final class OpenFiles {

  private OpenFiles() {}

  /** Their names, those in this directory, in order. */
  public static List<String> in(Path directory) throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors.toList()) {
        try {
          Path file = Files.readSymbolicLink(descriptor);
          if (directory.toRealPath().equals(file.getParent())) {
            names.add(String.valueOf(file.getFileName()));
          }
        } catch (NoSuchFileException _) {
          // Closed meanwhile, such as the one that lists them.
        }
      }
    }
    return names.stream().sorted().toList();
  }
}
