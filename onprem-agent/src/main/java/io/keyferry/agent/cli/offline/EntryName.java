package io.keyferry.agent.cli.offline;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a zip entry: a plain name, optionally in one folder. No path that leads elsewhere has
 * this form.
 *
 * @param folder without a slash, empty if there is none
 */
record EntryName(String folder, String file) {

  private static final Pattern FORM =
      Pattern.compile(
          "(?:([A-Za-z0-9_][A-Za-z0-9 ._()-]{0,149})/)?([A-Za-z0-9_][A-Za-z0-9 ._()-]{0,149})");

  static EntryName of(String name) throws ZipFault {
    Matcher matcher = FORM.matcher(name);
    if (!matcher.matches()) {
      throw new ZipFault("plain names, at most one folder deep", "'" + name + "'");
    }
    return new EntryName(Optional.ofNullable(matcher.group(1)).orElse(""), matcher.group(2));
  }
}
