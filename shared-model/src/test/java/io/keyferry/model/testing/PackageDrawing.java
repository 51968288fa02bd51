package io.keyferry.model.testing;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The packages of a module as {@code docs/architecture.md} draws them, compared with the classes.
 *
 * <p>A drawing is a block of code that begins with {@code ```packages MODULE BASE}. Each line holds
 * a package below the base, {@code .} for the base itself, and the packages that it may use.
 *
 * @param sources the folder of the module's main sources
 */
record PackageDrawing(String module, String base, Path sources, JavaClasses classes) {

  private static final int MAX_FILES = 35;
  private static final String BASE = ".";

  /** Reads the compiled main classes of the module that the tests run in. */
  static PackageDrawing of(String module, String base) {
    // Classes outside the module do not matter, and reading them takes seconds.
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    JavaClasses classes = new ClassFileImporter().importPath(Path.of("target/classes"));
    return new PackageDrawing(module, base, Path.of("src/main/java"), classes);
  }

  /** Fails unless each package uses exactly those in the drawing. */
  void isAsDrawn(Path repository) throws IOException {
    NavigableMap<String, NavigableSet<String>> found = arrows();
    assertThat(drawn(repository.resolve("docs/architecture.md")))
        .as(
            "docs/architecture.md draws the packages of %s. The classes have:%n%s",
            module, text(found))
        .isEqualTo(found);
  }

  /** Fails for packages that use each other, at any depth. */
  void hasNoCircle() {
    slices().assignedFrom(new Packages()).should().beFreeOfCycles().check(classes);
  }

  /** Fails for a package with more than 35 files. */
  void hasNoCrowdedPackage() throws IOException {
    try (Stream<Path> files = Files.walk(sources)) {
      Map<Path, Long> counts =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !file.endsWith("package-info.java"))
              .collect(Collectors.groupingBy(Path::getParent, TreeMap::new, Collectors.counting()));
      assertThat(counts).isNotEmpty();
      assertThat(counts)
          .allSatisfy((folder, count) ->
              assertThat(count).as("files in %s", folder).isLessThanOrEqualTo(MAX_FILES));
    }
  }

  private static final class Packages implements SliceAssignment {

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
      return SliceIdentifier.of(javaClass.getPackageName());
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }

  private NavigableMap<String, NavigableSet<String>> arrows() {
    NavigableMap<String, NavigableSet<String>> arrows = new TreeMap<>();
    for (JavaClass javaClass : classes) {
      String from = name(javaClass);
      NavigableSet<String> used = arrows.computeIfAbsent(from, _ -> new TreeSet<>());
      javaClass.getDirectDependenciesFromSelf().stream()
          .map(arrow -> arrow.getTargetClass().getBaseComponentType())
          .filter(target -> isInside(target.getPackageName()))
          .map(this::name)
          .filter(to -> !to.equals(from))
          .forEach(used::add);
    }
    return arrows;
  }

  private boolean isInside(String packageName) {
    return packageName.equals(base) || packageName.startsWith(base + ".");
  }

  private String name(JavaClass javaClass) {
    String name = javaClass.getPackageName();
    assertThat(isInside(name)).as("%s is in %s", javaClass.getName(), base).isTrue();
    return name.equals(base) ? BASE : name.substring(base.length() + 1);
  }

  private NavigableMap<String, NavigableSet<String>> drawn(Path page) throws IOException {
    List<String> lines = Files.readAllLines(page);
    int head = lines.indexOf("```packages %s %s".formatted(module, base));
    if (head < 0) {
      return Collections.emptyNavigableMap();
    }
    NavigableMap<String, NavigableSet<String>> drawn = new TreeMap<>();
    lines.stream()
        .skip(head + 1L)
        .takeWhile(line -> !line.equals("```"))
        .map(line -> line.replace('→', ' ').strip())
        .map(line -> List.of(line.split(" +", -1)))
        .forEach(
            words -> drawn.put(words.getFirst(), new TreeSet<>(words.subList(1, words.size()))));
    return drawn;
  }

  /** The lines of the drawing, packages without dependencies first. */
  private static String text(NavigableMap<String, NavigableSet<String>> arrows) {
    int width = arrows.keySet().stream().mapToInt(String::length).max().orElse(0);
    NavigableMap<String, NavigableSet<String>> left = new TreeMap<>(arrows);
    StringBuilder text = new StringBuilder();
    while (!left.isEmpty()) {
      List<String> next =
          left.keySet().stream()
              .filter(name -> Collections.disjoint(left.get(name), left.keySet()))
              .toList();
      for (String name : next.isEmpty() ? List.copyOf(left.keySet()) : next) {
        String uses = String.join(" ", left.remove(name));
        text.append(name);
        if (!uses.isEmpty()) {
          text.append(" ".repeat(width - name.length())).append(" → ").append(uses);
        }
        text.append('\n');
      }
    }
    return text.toString();
  }
}
