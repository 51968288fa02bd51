package io.keyferry.kmsemulator.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.operation.KmsOperations;

/**
 * One operation of the KMS API: a JSON request in, a JSON answer out.
 *
 * <p>To add one: a class that implements this, and a line in {@link KmsOperations}.
 */
@FunctionalInterface
public interface KmsOperation {

  /**
   * Executes one request.
   *
   * @throws KmsError if KMS would refuse the request
   */
  ObjectNode answer(ObjectNode request);
}
