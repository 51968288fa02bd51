package io.keyferry.model.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.stream.Stream;

/**
 * The examples in the documents: fenced blocks, and code between backticks.
 *
 * <p>The words after the fence are the form of the block: the language, and what the block shows,
 * such as {@code yaml agent.yml}. {@code DocumentExamplesTest} has the test that takes each form.
 */
public final class DocumentExamples {

  /** What somebody types in a shell. Each command in it is an example of its program. */
  public static final String SHELL = "sh";

  private static final Set<String> NOT_DOCUMENTS = Set.of("target", "node_modules", "cdk.out");

  /** It keeps the names of earlier releases. */
  private static final String CHANGELOG = "CHANGELOG.md";

  private static final Pattern FENCE = Pattern.compile("( *)```([^`]*)");
  private static final Pattern SPAN = Pattern.compile("(?<!`)`([^`\n]+(?:\n[^`\n]+)?)`(?!`)");

  /** What differs from run to run, the longest form first. */
  private static final Pattern VARYING =
      Pattern.compile(
          "(?<id>[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})"
              + "|(?<thumbprint>(?<![\\w-])[\\w-]{43}(?![\\w-]))"
              + "|(?<hex>(?<![\\w-])[0-9a-f]{8,}(?![\\w-]))"
              + "|(?<number>(?<=127\\.0\\.0\\.1:)\\d+| *\\d+(?= ms\\b| MB\\b| characters\\b))"
              + "|(?<any>[\\w-]*…)");

  private DocumentExamples() {}

  /** The folder of the repository. */
  public static Path repository() {
    Path folder = Path.of("").toAbsolutePath();
    return Stream.iterate(folder, parent -> parent.resolve("..").normalize())
        .limit(folder.getNameCount())
        .filter(parent -> Files.exists(parent.resolve("RELEASING.md")))
        .findFirst()
        .orElseThrow();
  }

  /**
   * A fenced block.
   *
   * @param where the document and the line, such as {@code docs/requests.md:10}
   * @param form the words after the fence
   */
  public record Block(String where, String form, List<String> lines) {

    public Block {
      lines = List.copyOf(lines);
    }

    public String document() {
      return where.substring(0, where.indexOf(':'));
    }

    public String text() {
      return String.join("\n", lines);
    }

    /** The commands of a block for a shell, or those after the prompt of a block with output. */
    public List<Command> commands() {
      boolean prompt = form.startsWith("console");
      List<Command> commands = new ArrayList<>();
      StringBuilder command = new StringBuilder();
      for (String line : lines) {
        if (!prompt || line.startsWith("$ ")) {
          command.append(prompt ? line.substring(2) : line);
          if (line.endsWith("\\")) {
            command.setLength(command.length() - 1);
          } else {
            commands.addAll(Shell.commands(where, true, command + "\n"));
            command.setLength(0);
          }
        }
      }
      return commands;
    }

    /** The output in a block with a prompt. */
    public List<String> output() {
      return lines.stream().filter(line -> !line.startsWith("$ ")).toList();
    }
  }

  /**
   * One command.
   *
   * @param where the document and the line
   * @param complete false for code in a sentence, which may leave out what is required
   * @param words the program and its arguments
   */
  public record Command(String where, boolean complete, List<String> words) {

    public Command {
      words = List.copyOf(words);
    }

    public boolean isOf(String... program) {
      return words.size() >= program.length
          && words.subList(0, program.length).equals(List.of(program));
    }

    public List<String> arguments() {
      return words.subList(1, words.size());
    }

    @Override
    public String toString() {
      return where + ": " + String.join(" ", words);
    }
  }

  /**
   * Code between backticks.
   *
   * @param where the document and the line
   */
  public record Span(String where, String text) {}

  /** Every block of every document. */
  public static List<Block> blocks() {
    return documents().stream().flatMap(document -> read(document).stream()).toList();
  }

  /**
   * The blocks of a form.
   *
   * @throws AssertionError if there is none
   */
  public static List<Block> blocks(String form) {
    List<Block> found = blocks().stream().filter(block -> block.form().equals(form)).toList();
    if (found.isEmpty()) {
      throw new AssertionError("expected a block ```" + form + " in a document, found none");
    }
    return found;
  }

  /** The only block of a form. */
  public static Block block(String form) {
    List<Block> found = blocks(form);
    if (found.size() > 1) {
      throw new AssertionError(
          "expected one block ```%s, found another: %s".formatted(form, found.get(1).where()));
    }
    return found.getFirst();
  }

  /**
   * The commands of a program in blocks and between backticks.
   *
   * @throws AssertionError if there is none
   */
  public static List<Command> commands(String... program) {
    List<Command> found =
        Stream.concat(
                blocks().stream()
                    .filter(block -> block.form().matches("(sh|console)\\b.*"))
                    .flatMap(block -> block.commands().stream()),
                spans().stream()
                    .flatMap(
                        span -> Shell.commands(span.where(), false, span.text() + "\n").stream()))
            .filter(command -> command.isOf(program))
            .toList();
    if (found.isEmpty()) {
      throw new AssertionError(
          "expected a command %s in a document, found none".formatted(String.join(" ", program)));
    }
    return found;
  }

  /** Every code between backticks, outside the blocks. */
  public static List<Span> spans() {
    return documents().stream().flatMap(document -> spans(document).stream()).toList();
  }

  /**
   * Matches what the line of an example shows: an ellipsis stands for any text, and ids, digests,
   * thumbprints, ports, durations and lengths may be others.
   */
  public static Pattern shown(String line) {
    StringBuilder pattern = new StringBuilder();
    Matcher varying = VARYING.matcher(line);
    int end = 0;
    while (varying.find()) {
      pattern.append(Pattern.quote(line.substring(end, varying.start()))).append(other(varying));
      end = varying.end();
    }
    return Pattern.compile(pattern + Pattern.quote(line.substring(end)));
  }

  private static String other(Matcher varying) {
    if (varying.group("id") != null) {
      return "[0-9a-f-]{36}";
    } else if (varying.group("thumbprint") != null) {
      return "[\\w-]{43}";
    } else if (varying.group("hex") != null) {
      return "[0-9a-f]+";
    }
    return varying.group("number") == null ? ".*" : " *\\d+";
  }

  /** Build folders are not entered: tests that run at the same time change them. */
  private static List<String> documents() {
    Path root = repository();
    List<String> documents = new ArrayList<>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              String name = String.valueOf(folder.getFileName());
              return !folder.equals(root) && (NOT_DOCUMENTS.contains(name) || name.startsWith("."))
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (file.toString().endsWith(".md") && !file.endsWith(CHANGELOG)) {
                documents.add(root.relativize(file).toString());
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return documents.stream().sorted().toList();
  }

  private static List<Block> read(String document) {
    List<Block> blocks = new ArrayList<>();
    List<String> lines = lines(document);
    for (int i = 0; i < lines.size(); i++) {
      Matcher fence = FENCE.matcher(lines.get(i));
      if (fence.matches()) {
        String where = document + ":" + (i + 1);
        String indent = fence.group(1);
        List<String> inside = new ArrayList<>();
        for (i++; i < lines.size() && !lines.get(i).strip().equals("```"); i++) {
          String line = lines.get(i);
          inside.add(line.startsWith(indent) ? line.substring(indent.length()) : line);
        }
        blocks.add(new Block(where, fence.group(2).strip(), inside));
      }
    }
    return blocks;
  }

  private static List<Span> spans(String document) {
    List<Span> spans = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    boolean inside = false;
    for (String line : lines(document)) {
      boolean fence = FENCE.matcher(line).matches();
      inside ^= fence;
      text.append(inside || fence ? "" : line).append('\n');
    }
    Matcher span = SPAN.matcher(text);
    while (span.find()) {
      long line = text.substring(0, span.start()).lines().count();
      String code = span.group(1).replace("\\|", "|").replaceAll("\\s*\n\\s*", " ");
      spans.add(new Span(document + ":" + line, code));
    }
    return spans;
  }

  private static List<String> lines(String document) {
    try {
      return Files.readAllLines(repository().resolve(document));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As much of a shell's grammar as the documents use. */
  private static final class Shell {

    private static final Pattern SUBSTITUTED = Pattern.compile("\\$\\(([^()]*)\\)");
    private static final Pattern PLACEHOLDER = Pattern.compile("<[^<>\n]*>");
    private static final Pattern TOKEN =
        Pattern.compile(
            "\\s#.*|(?<op>[;|]|&&|\\n|[{}](?=[\\s;]))|>\\s*[^\\s;|&]+|(?<word>(\"[^\"]*\"|'[^']*'|[^\\s;|&>\"'])+)");
    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_]+=.*");

    static List<Command> commands(String where, boolean complete, String text) {
      List<Command> commands = new ArrayList<>();
      Matcher inner = SUBSTITUTED.matcher(text);
      while (inner.find()) {
        commands.addAll(commands(where, complete, inner.group(1) + "\n"));
      }
      String outer = PLACEHOLDER.matcher(SUBSTITUTED.matcher(text).replaceAll("X")).replaceAll("X");
      List<String> words = new ArrayList<>();
      Matcher token = TOKEN.matcher(outer);
      while (token.find()) {
        String word = token.group("word");
        if (word != null) {
          words.add(word.replaceAll("[\"']", ""));
        } else if (token.group("op") != null) {
          add(new Command(where, complete && !words.contains("…"), program(words)), commands);
          words.clear();
        }
      }
      return commands;
    }

    private static void add(Command command, List<Command> commands) {
      if (!command.words().isEmpty()) {
        commands.add(command);
      }
    }

    /** Without what runs the program as another user, or in another environment. */
    private static List<String> program(List<String> words) {
      List<String> left = new ArrayList<>(words);
      left.removeIf(word -> word.equals("…") || word.endsWith("()"));
      while (!left.isEmpty()) {
        String first = left.getFirst();
        if (first.equals("sudo") && left.size() > 2 && left.get(1).equals("-u")) {
          left = left.subList(3, left.size());
        } else if (first.equals("systemd-run")) {
          left = left.subList(1, left.size()).stream().dropWhile(w -> w.startsWith("--")).toList();
        } else if (Set.of("sudo", "env").contains(first) || ASSIGNMENT.matcher(first).matches()) {
          left = left.subList(1, left.size());
        } else {
          return left;
        }
      }
      return left;
    }
  }
}
