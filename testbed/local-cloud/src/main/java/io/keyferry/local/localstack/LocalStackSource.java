package io.keyferry.local.localstack;

import io.keyferry.model.value.InvalidValueException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where a LocalStack comes from. The launcher finds one and passes it in a system property. */
public sealed interface LocalStackSource {

  /**
   * The property: the URL of a running one, {@code docker}, or the path of a Python that has it
   * installed.
   */
  String PROPERTY = "keyferry.localstack";

  /** The release that is started. */
  String VERSION = "4.14.0";

  /** A running LocalStack of any release; it is neither started nor stopped here. */
  record Running(URI endpoint) implements LocalStackSource {
    @Override
    public String toString() {
      return endpoint.toString();
    }
  }

  /**
   * A Python that has LocalStack installed.
   *
   * @param python absolute
   */
  record InPython(Path python) implements LocalStackSource {
    @Override
    public String toString() {
      return python.toString();
    }
  }

  /** The LocalStack image, in the Docker engine of the {@code docker} command. */
  record InDocker() implements LocalStackSource {
    private static final String WORD = "docker";

    private static final Set<String> NEEDED = Set.of("PATH", "HOME", "XDG_RUNTIME_DIR");

    /** The variables with which the command finds itself and its engine. */
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

  /** The variables of our own environment that the start needs. */
  default Map<String, String> environment() {
    return Map.of();
  }

  /**
   * Parses the text form of a source, {@link Object#toString}.
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
   * A running LocalStack.
   *
   * @param url {@code http://HOST:PORT}
   * @throws InvalidValueException if it is not one
   */
  static LocalStackSource running(String url) {
    if (!url.matches("https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?/?")) {
      throw InvalidValueException.of("the URL of a LocalStack, http://HOST:PORT", url);
    }
    return new Running(URI.create(url.replaceFirst("/$", "")));
  }

  /** The source that the launcher found; empty if it was not asked for one. */
  static Optional<LocalStackSource> ofSystemProperty() {
    return Optional.ofNullable(System.getProperty(PROPERTY)).map(LocalStackSource::parse);
  }
}
