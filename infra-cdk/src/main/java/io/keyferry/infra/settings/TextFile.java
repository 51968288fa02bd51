package io.keyferry.infra.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** A value in the settings, or in a file that they name. */
final class TextFile {

  private final Path folder;

  /**
   * @param folder to which the paths in the settings are relative
   */
  TextFile(Path folder) {
    this.folder = folder;
  }

  /** Reads {@code name} or {@code nameFile}; both at once are a fault. */
  <T> Optional<T> inlineOrFile(Section section, String name, Form<T> form) {
    String file = name + "File";
    if (section.has(name) && section.has(file)) {
      section.fault(name, "exactly one of " + name + " and " + file, "both");
    }
    return section
        .optional(name, form)
        .or(() -> section.optional(file, new Form<>("a file with " + form.expected(), read(form))));
  }

  private <T> Form.Parser<T> read(Form<T> form) {
    return value -> {
      if (!(value instanceof String path)) {
        throw new InvalidValue(Faults.shown(value));
      }
      try {
        return form.read(Files.readString(folder.resolve(path)));
      } catch (NoSuchFileException e) {
        throw new InvalidValue("no file " + Faults.quote(path));
      } catch (IOException | InvalidPathException e) {
        throw new InvalidValue(Faults.quote(path) + ", which cannot be read as UTF-8 text");
      } catch (InvalidValue e) {
        throw new InvalidValue("in " + Faults.quote(path) + " " + e.found());
      }
    };
  }
}
