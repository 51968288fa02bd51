package io.keyferry.infra.settings;

import io.keyferry.model.input.Form;
import io.keyferry.model.input.ObjectReader;
import io.keyferry.model.input.UnexpectedValueException;
import io.keyferry.model.input.Violation;
import io.keyferry.model.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads a value from the settings, or from a file that they name.
 *
 * @param folder the folder to which paths in the settings are relative
 */
record TextFile(Path folder) {

  /** Reads {@code name} or {@code nameFile}; both at once are a violation. */
  <T> Optional<T> inlineOrFile(ObjectReader settings, String name, Form<T> form) {
    String file = name + "File";
    if (settings.has(name) && settings.has(file)) {
      settings.exactlyOne(name, file);
    }
    return settings
        .optional(name, form)
        .or(() ->
            settings.optional(
                file, Form.parsed("a file with " + form.expected(), path -> read(path, form))));
  }

  private <T> T read(String path, Form<T> form) {
    String shown = Violation.quoted(path);
    try {
      Json text = new Json.Text(Files.readString(folder.resolve(path)));
      try {
        return form.meaning().apply(text);
      } catch (UnexpectedValueException e) {
        throw new UnexpectedValueException("in " + shown + " " + e.getMessage());
      }
    } catch (NoSuchFileException e) {
      throw new UnexpectedValueException("no file " + folder.resolve(path).toAbsolutePath());
    } catch (IOException | InvalidPathException e) {
      throw new UnexpectedValueException(shown + ", which cannot be read as UTF-8 text");
    }
  }
}
