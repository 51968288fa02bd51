package io.keyferry.infra;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.keyferry.infra.settings.Settings;
import io.keyferry.infra.settings.SettingsException;
import io.keyferry.infra.settings.SettingsReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The source of the settings: the CDK CLI passes them; without it, the file from which the CLI
 * reads them, or, if there is none, the example beside it.
 */
final class SettingsSource {

  /** Set by the CDK CLI. */
  static final String CLI_CONTEXT = "CDK_CONTEXT_JSON";

  static final String FILE = "cdk.context.json";
  static final String EXAMPLE = "cdk.context.example.json";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** How the parser names a line break inside a text. */
  private static final String LINE_BREAK = "CTRL-CHAR, code 10";

  private final Path folder;
  private final Map<String, String> environment;
  private final SettingsReader reader;

  SettingsSource(Path folder, Map<String, String> environment, InstantSource clock) {
    this.folder = folder;
    this.environment = environment;
    this.reader = new SettingsReader(folder, clock);
  }

  /**
   * The settings, and a warning about them.
   *
   * @param warning shown prominently
   */
  record Loaded(Settings settings, Optional<String> warning) {}

  /**
   * @param cliContext a value of the context that the CDK CLI passed
   */
  Loaded load(Function<String, @Nullable Object> cliContext) throws SettingsException {
    if (environment.containsKey(CLI_CONTEXT)) {
      Object value = cliContext.apply(SettingsReader.KEY);
      return new Loaded(reader.read(value, "the CDK context"), Optional.empty());
    }
    if (Files.exists(folder.resolve(FILE))) {
      return load(FILE);
    }
    return new Loaded(
        reader.read(value(EXAMPLE), EXAMPLE),
        Optional.of(
            """

            *** infra-cdk: there is no %s, so this template is made of %s. ***
            *** Read it, do not deploy it: its agents do not exist.            ***
            """
                .formatted(FILE, EXAMPLE)));
  }

  /** Loads the settings from a file other than the deployment's. */
  Loaded load(String file) throws SettingsException {
    return new Loaded(reader.read(value(file), file), Optional.empty());
  }

  private @Nullable Object value(String file) throws SettingsException {
    String expected = "expected a JSON object with the property " + SettingsReader.KEY;
    try {
      String text = Files.readString(folder.resolve(file));
      if (!text.isBlank() && JSON.readValue(text, Object.class) instanceof Map<?, ?> all) {
        return all.get(SettingsReader.KEY);
      }
      String found = text.isBlank() ? "an empty file" : "another JSON value";
      throw new SettingsException(file, List.of(expected + ", found " + found));
    } catch (JsonProcessingException e) {
      throw new SettingsException(file, List.of(expected + ", found " + invalid(e)));
    } catch (IOException e) {
      throw new SettingsException(file, List.of(expected + ", found " + words(e)));
    }
  }

  private static String invalid(JsonProcessingException e) {
    JsonLocation place = e.getLocation();
    String problem = e.getOriginalMessage();
    return "in line %d, column %d: %s%s"
        .formatted(
            place.getLineNr(),
            place.getColumnNr(),
            problem,
            problem.contains(LINE_BREAK)
                ? ". Write each line break of a PEM as \\n, or name its file with publicKeyFile or certificateAuthorityFile"
                : "");
  }

  private static String words(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "no such file";
      case AccessDeniedException _ -> "a file that this user cannot read";
      case CharacterCodingException _ -> "bytes that are not UTF-8";
      default -> String.valueOf(e.getMessage());
    };
  }
}
