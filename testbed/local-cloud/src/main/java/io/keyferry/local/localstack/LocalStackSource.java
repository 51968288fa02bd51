package io.keyferry.local.localstack;

import io.keyferry.model.value.InvalidValueException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where a LocalStack comes from. The launcher finds one and says which by a system property. */
public sealed interface LocalStackSource {

  /**
   * The property: the URL of one that runs, {@code docker}, or the path of a Python that has it.
   */
  String PROPERTY = "keyferry.localstack";

  /** The release that is started. */
  String VERSION = "4.14.0";

  /** One that already runs, of whatever release; it is neither started nor stopped here. */
  record Running(URI endpoint) implements LocalStackSource {
    @Override
    public String toString() {
      return endpoint.toString();
    }
  }

  /**
   * A Python that can import it.
   *
   * @param python absolute
   */
  record InPython(Path python) implements LocalStackSource {
    @Override
    public String toString() {
      return python.toString();
    }
  }

  /** Its image, in the Docker engine that the {@code docker} command talks to. */
  record InDocker() implements LocalStackSource {
    private static final String WORD = "docker";

    private static final Set<String> NEEDED = Set.of("PATH", "HOME", "XDG_RUNTIME_DIR");

    /** Where the command is, and where it finds its engine. */
    @Override
    public Map<String, String> environment() {
      Map<String, String> environment = new HashMap<>(System.getenv());
      environment.keySet().removeIf(name -> !NEEDED.contains(name) && !name.startsWith("DOCKER_"));
      return environment;
    }

    @Override
    public String toString() {
      return WORD;
    }
  }

  /** What of our own environment whoever starts it must have. */
  default Map<String, String> environment() {
    return Map.of();
  }

  /**
   * Reads what {@link Object#toString} of a source gives.
   *
   * @throws InvalidValueException if it is none of the three
   */
  static LocalStackSource parse(String text) {
    if (text.equals(InDocker.WORD)) {
      return new InDocker();
    }
    return text.startsWith("/") ? new InPython(Path.of(text)) : running(text);
  }

  /**
   * One that already runs.
   *
   * @param url {@code http://HOST:PORT}
   * @throws InvalidValueException if it is none
   */
  static LocalStackSource running(String url) {
    if (!url.matches("https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?/?")) {
      throw InvalidValueException.of("the URL of a LocalStack, http://HOST:PORT", url);
    }
    return new Running(URI.create(url.replaceFirst("/$", "")));
  }

  /** What the launcher found; empty where it was not asked to look. */
  static Optional<LocalStackSource> ofSystemProperty() {
    return Optional.ofNullable(System.getProperty(PROPERTY)).map(LocalStackSource::parse);
  }
}
