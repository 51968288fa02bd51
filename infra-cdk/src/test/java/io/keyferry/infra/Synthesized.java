package io.keyferry.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.keyferry.infra.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A synthesized stack. What CloudFormation would insert is written as text: {@code ${AWS::Region}},
 * {@code ${QueuesResultsQueue.Arn}}.
 *
 * @param file the template as deployed
 * @param findings of cdk-nag and CDK
 * @param template the template as text
 */
public record Synthesized(Path file, List<String> findings, JsonNode template) {

  private static final Map<Settings, Synthesized> ALL = new ConcurrentHashMap<>();

  /** The stack for those settings; synthesized once for all tests, because it takes seconds. */
  public static Synthesized of(Settings settings) {
    return ALL.computeIfAbsent(settings, Synthesized::synthesize);
  }

  private static Synthesized synthesize(Settings settings) {
    try {
      Path folder = Files.createTempDirectory("synth");
      Path jar = Files.writeString(folder.resolve("functions.jar"), "in place of the functions");
      Path output = folder.resolve("cdk.out");
      List<String> findings = new Synthesis(jar, Optional.of(output)).synthesize(settings);
      Path file = output.resolve("KeyFerry.template.json");
      return new Synthesized(
          file, findings, Intrinsics.asText(new JsonMapper().readTree(file.toFile())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The only resource with that name, without CDK's hash. */
  public JsonNode resource(String name) {
    List<JsonNode> found = new ArrayList<>();
    template
        .path("Resources")
        .properties()
        .forEach(resource -> {
          if (Intrinsics.withoutHash(resource.getKey()).equals(name)) {
            found.add(resource.getValue());
          }
        });
    if (found.size() != 1) {
      throw new AssertionError("expected one resource " + name + ", found " + found.size());
    }
    return found.getFirst();
  }

  public JsonNode properties(String name) {
    return resource(name).path("Properties");
  }

  /** All resources of a type. */
  public List<JsonNode> all(String type) {
    return template.path("Resources").valueStream().filter(r -> isA(r, type)).toList();
  }

  private static boolean isA(JsonNode resource, String type) {
    return resource.path("Type").asText().equals(type);
  }

  public JsonNode output(String name) {
    return template.path("Outputs").path(name).path("Value");
  }
}
