package io.keyferry.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.model.testing.SpecSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Code and documents use the words of docs/glossary.md. Words that it replaces, and idioms that a
 * reader of AWS's documentation would stop at, are in no name, comment, message or page.
 */
class PlainWordsTest {

  private static final Pattern NOT_USED =
      Pattern.compile(
          "\\b(tells?|told|telling|untold|rungs?|climb(s|ed)?|ladders?|heal(s|ed|ing)?|mend(s|ed)?"
              + "|by chance|hangs? on|hung on|tak(e|es|en|ing) up(?! to)|took up|in hand|(?-i:anew|Anew)|for ever"
              + "|misfits?|stand-ins?|sees? to it)\\b",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern WORDS_IN_A_NAME = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|_");

  private static final Set<String> NOT_OURS = Set.of(".git", "target", "node_modules", "cdk.out");

  /** What keeps old words because it lists them, or because it is as it was written once. */
  private static final Set<String> ALLOWED =
      Set.of(
          "CHANGELOG.md",
          "docs/glossary.md",
          "shared-model/src/test/java/io/keyferry/model/PlainWordsTest.java",
          "mvnw",
          "mvnw.cmd",
          "LICENSE");

  private static final List<String> AS_WRITTEN_ONCE =
      List.of("spec/vectors/", "cloud-lambda/src/test/resources/");

  @Test
  void noFileHasAWordThatTheGlossaryReplaces() throws IOException {
    Path root = SpecSchema.FOLDER.resolve("..").toAbsolutePath().normalize();
    List<String> found = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return NOT_OURS.contains(String.valueOf(folder.getFileName()))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            String name = root.relativize(file).toString();
            if (!ALLOWED.contains(name) && AS_WRITTEN_ONCE.stream().noneMatch(name::startsWith)) {
              found.addAll(words(name, Files.readAllBytes(file)));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    assertThat(found).isEmpty();
  }

  private static List<String> words(String name, byte[] content) {
    List<String> found = new ArrayList<>();
    List<String> lines = new String(content, StandardCharsets.ISO_8859_1).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      Matcher matcher = NOT_USED.matcher(WORDS_IN_A_NAME.matcher(lines.get(i)).replaceAll(" "));
      while (matcher.find()) {
        found.add("%s:%d: %s".formatted(name, i + 1, matcher.group()));
      }
    }
    return found;
  }
}
