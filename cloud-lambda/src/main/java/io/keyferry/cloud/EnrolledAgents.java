package io.keyferry.cloud;

import io.keyferry.model.input.Form;
import io.keyferry.model.input.ObjectReader;
import io.keyferry.model.input.UnexpectedValueException;
import io.keyferry.model.input.Violation;
import io.keyferry.model.json.Json;
import io.keyferry.model.value.AgentName;
import io.keyferry.model.value.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Reads the enrolled agents: {@code [{"name":…,"publicKey":…,"jobsQueueUrl":…}]}, the key as PEM.
 */
final class EnrolledAgents {

  /** The environment variables of a function may have at most 4 KB in total. */
  private static final int MAX = 8;

  /** An agent as configured in the deployment. */
  record Enrolled(AgentName name, VerificationKey key, String jobsQueueUrl) {}

  private static final Form<List<Json>> FORM =
      Form.parsed(
          "a JSON array of 1 to %d agents, each with name, publicKey (PEM, as its enrol command prints it) and jobsQueueUrl"
              .formatted(MAX),
          EnrolledAgents::items);

  private final Set<String> seen = new HashSet<>();

  private EnrolledAgents() {}

  static Supplier<List<Enrolled>> read(
      String variable, ObjectReader variables, Consumer<Violation> violations) {
    EnrolledAgents reader = new EnrolledAgents();
    Optional<List<Json>> found = variables.optional(variable, FORM);
    if (!variables.has(variable)) {
      variables.violation(variable, FORM.expected(), "nothing");
    }
    List<Json> items = found.orElse(List.of());
    List<Supplier<Enrolled>> agents =
        IntStream.range(0, items.size())
            .mapToObj(i -> reader.agent(variable + "[" + i + "]", items.get(i), violations))
            .toList();
    return () -> agents.stream().map(Supplier::get).toList();
  }

  private static List<Json> items(String text) {
    if (Json.read(text.getBytes(StandardCharsets.UTF_8)) instanceof Json.Arr(List<Json> items)
        && !items.isEmpty()
        && items.size() <= MAX) {
      return items;
    }
    throw new UnexpectedValueException(Violation.quoted(text));
  }

  private Supplier<Enrolled> agent(String path, Json item, Consumer<Violation> violations) {
    ObjectReader agent =
        ObjectReader.of(path, item, "an object with name, publicKey and jobsQueueUrl", violations);
    var name = agent.required("name", own(AgentName.EXPECTED, AgentName::new, AgentName::value));
    var key =
        agent.required(
            "publicKey",
            own(
                "an EC P-256 public key as PEM",
                VerificationKey::ofPem,
                k -> k.thumbprint().value()));
    var queue = agent.required("jobsQueueUrl", own(QueueUrl.EXPECTED, QueueUrl::check, url -> url));
    agent.refuseUnknown();
    return () -> new Enrolled(name.get(), key.get(), queue.get());
  }

  /** Checks that no other agent has the value. */
  private <T> Form<T> own(
      String expected, Function<String, T> meaning, Function<T, String> identity) {
    return Form.parsed(
        expected,
        text -> {
          T value = meaning.apply(text);
          if (!seen.add(identity.apply(value))) {
            throw new UnexpectedValueException(
                "that of another agent, %s".formatted(identity.apply(value)));
          }
          return value;
        });
  }
}
