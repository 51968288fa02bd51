package io.keyferry.kmsemulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.protocol.HttpAnswer;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** KMS in one Region. */
record RegionalKms(Map<String, KmsOperation> operations, KmsCalls calls) {

  /**
   * Runs the operation of that name.
   *
   * @return empty if the answer is to be lost
   */
  Optional<HttpAnswer> run(String name, ObjectNode request) {
    return calls.run(name, Objects.requireNonNull(operations.get(name), name), request);
  }
}
