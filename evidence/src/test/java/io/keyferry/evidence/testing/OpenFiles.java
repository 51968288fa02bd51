package io.keyferry.evidence.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What Linux tells of the files that this process has open. */
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
          // Closed meanwhile, as the one that lists them is.
        }
      }
    }
    return names.stream().sorted().toList();
  }
}
