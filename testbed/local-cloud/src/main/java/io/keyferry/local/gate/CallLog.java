package io.keyferry.local.gate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.local.iam.Call;
import io.keyferry.local.iam.Decision;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Records each call that was judged, once for each test, as a line of JSON: {@code {"test",
 * "caller", "action", "resource", "account", "context", "policy", "decision", "denied"}}. {@code
 * policy} is the text of a key's policy, or the name of a queue whose policy is in the template.
 * The ids of the stack's own keys are replaced with the template's names for them.
 */
public final class CallLog implements AutoCloseable {

  /** The system property that names the folder for all calls of a test run. */
  public static final String FOLDER = "keyferry.iam-calls";

  /** The system property that names the running test. */
  public static final String TEST = "keyferry.test";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> names = new ConcurrentHashMap<>();
  private final PrintWriter lines;
  private final Supplier<String> test;
  private final Set<String> known = new HashSet<>();

  private CallLog(PrintWriter lines, Supplier<String> test) {
    this.lines = lines;
    this.test = test;
  }

  /**
   * A log that is appended to.
   *
   * @param test the name of the running test
   */
  public static CallLog in(Path file, Supplier<String> test) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    return new CallLog(
        new PrintWriter(
            Files.newBufferedWriter(
                file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
            true),
        test);
  }

  /**
   * The file for the calls of a local cloud: in the folder that the system property {@value
   * #FOLDER} names for all calls of a test run, otherwise in the cloud's own.
   */
  public static Path fileOf(Path folder) {
    String all = System.getProperty(FOLDER);
    String name = "iam-calls-" + ProcessHandle.current().pid() + ".jsonl";
    return all == null ? folder.resolve("iam-calls.jsonl") : Path.of(all).resolve(name);
  }

  /** The running test, as the system property {@value #TEST} names it. */
  public static Supplier<String> testOfSystemProperty() {
    return () -> System.getProperty(TEST, "none");
  }

  synchronized void judged(Call call, Check check, Decision decision) {
    ObjectNode line = JSON.createObjectNode();
    line.put("test", test.get());
    line.put("caller", call.caller().arn());
    line.put("action", call.action());
    line.put("resource", call.resource());
    line.put("account", check.account());
    ObjectNode context = line.putObject("context");
    call.context()
        .asMap()
        .forEach((key, values) -> {
          ArrayNode array = context.putArray(key);
          values.forEach(array::add);
        });
    check.policyText().ifPresent(text -> line.put("policy", text));
    line.put("decision", decision.isAllowed() ? "allowed" : "denied");
    deniedBy(decision).ifPresent(by -> line.put("denied", by));
    try {
      String text = named(JSON.writeValueAsString(line));
      if (known.add(text)) {
        lines.println(text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Records a key's id as the template's name for the key. */
  public void name(String id, String name) {
    names.put(id, name);
  }

  private String named(String line) {
    String text = line;
    for (Map.Entry<String, String> name : names.entrySet()) {
      text = text.replace(name.getKey(), name.getValue());
    }
    return text;
  }

  private static Optional<String> deniedBy(Decision decision) {
    return switch (decision) {
      case Decision.Allowed() -> Optional.empty();
      case Decision.ExplicitlyDenied(String policy, String sid, String _) ->
          Optional.of(policy + "/" + sid);
      case Decision.ImplicitlyDenied(String kind) -> Optional.of(kind);
    };
  }

  @Override
  public synchronized void close() {
    lines.close();
  }
}
