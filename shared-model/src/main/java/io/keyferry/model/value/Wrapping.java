package io.keyferry.model.value;

import io.avaje.jsonb.Json;

/** The kind of key that KMS imports, and how it is wrapped for KMS. */
@Json
public record Wrapping(
    KeySpec keySpec, WrappingAlgorithm wrappingAlgorithm, WrappingKeySpec wrappingKeySpec) {

  public Wrapping {
    Required.present(keySpec, "keySpec");
    Required.present(wrappingAlgorithm, "wrappingAlgorithm");
    Required.present(wrappingKeySpec, "wrappingKeySpec");
  }
}
