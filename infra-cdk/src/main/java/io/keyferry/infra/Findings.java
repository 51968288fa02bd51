package io.keyferry.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The findings of CDK and cdk-nag in the cloud assembly of a synthesized stack: in the manifest, or
 * in a file that it names.
 */
final class Findings {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Set<String> GRAVE = Set.of("aws:cdk:error", "aws:cdk:warning");

  private Findings() {}

  /** The errors and warnings, each with the path of its construct. */
  static List<String> in(Path assembly, String stack) {
    JsonNode artifact = read(assembly.resolve("manifest.json")).path("artifacts").path(stack);
    JsonNode further = artifact.path("additionalMetadataFile");
    return Stream.concat(
            of(artifact.path("metadata")),
            further.isTextual() ? of(read(assembly.resolve(further.asText()))) : Stream.empty())
        .toList();
  }

  private static Stream<String> of(JsonNode metadata) {
    return metadata.properties().stream()
        .flatMap(construct ->
            construct
                .getValue()
                .valueStream()
                .filter(entry -> GRAVE.contains(entry.path("type").asText()))
                .map(entry -> construct.getKey() + ": " + entry.path("data").asText().strip()));
  }

  private static JsonNode read(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
