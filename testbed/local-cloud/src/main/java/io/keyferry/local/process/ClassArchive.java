package io.keyferry.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The class data archive that one child JVM writes, so that later ones with the same class path
 * start in half the time. The class path may contain jars only.
 *
 * @param file where the archive is, once a JVM has written it
 */
public record ClassArchive(Path file) {

  /** Its warnings about an archive that it cannot use are not the program's. */
  private static final String QUIET = "-Xlog:cds=off,aot=off";

  /**
   * The archive for the classes of a jar; an archive of an older jar is removed, because a JVM
   * would neither use nor replace it.
   */
  public static ClassArchive of(Path jar, Path file) {
    try {
      if (Files.exists(file)
          && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(jar)) < 0) {
        Files.delete(file);
      }
      return new ClassArchive(file);
    } catch (IOException e) {
      throw new UncheckedIOException("removing the outdated " + file, e);
    }
  }

  /** Options for a JVM that uses the archive, or writes it at an orderly end if there is none. */
  public List<String> writing() {
    return List.of("-XX:+AutoCreateSharedArchive", option(), QUIET);
  }

  /** Options for a JVM that uses the archive if there is one. */
  public List<String> reading() {
    return Files.exists(file) ? List.of(option(), QUIET) : List.of();
  }

  private String option() {
    return "-XX:SharedArchiveFile=" + file;
  }
}
