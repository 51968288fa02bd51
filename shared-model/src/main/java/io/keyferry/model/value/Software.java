package io.keyferry.model.value;

import io.avaje.jsonb.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/**
 * The program that did something.
 *
 * @param version the release
 * @param build the commit it was built from, with {@code -dirty} if the sources differed from it
 */
@Json
public record Software(String version, String build) {

  private static final String RESOURCE = "build.properties";

  public Software {
    version = Required.cleaned(version, "version", 64);
    build = Required.cleaned(build, "build", 64);
  }

  /**
   * Reads what Maven wrote beside a class of the program. Not the jar's manifest: Lambda unpacks
   * the jar, which leaves classes without one.
   */
  public static Software builtBeside(Class<?> type) {
    Properties build = new Properties();
    try (InputStream in = type.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(
            "expected %s beside %s, found none: build with Maven"
                .formatted(RESOURCE, type.getName()));
      }
      build.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + RESOURCE, e);
    }
    String dirty = property(build, "dirty").equals("true") ? "-dirty" : "";
    return new Software(property(build, "version"), property(build, "commit") + dirty);
  }

  private static String property(Properties build, String name) {
    return Optional.ofNullable(build.getProperty(name))
        .orElseThrow(() ->
            new IllegalStateException(
                "expected %s with %s, found %s"
                    .formatted(RESOURCE, name, build.stringPropertyNames())));
  }
}
