package io.keyferry.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.keyferry.model.testing.SpecSchema;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The description of the HTTP API in the folder {@code spec}. */
public final class ApiDescription {

  private ApiDescription() {}

  public static JsonNode read() {
    try {
      return new YAMLMapper().readTree(SpecSchema.FOLDER.resolve("openapi.yml").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
