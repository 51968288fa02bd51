package io.keyferry.cloud.request;

import io.keyferry.cloud.record.ImportKind;
import io.keyferry.cloud.record.StoredOrder;
import io.keyferry.model.input.ObjectReader;
import java.util.Map;
import java.util.Optional;

/** One kind of request: how it is read and what it starts. */
public interface RequestKind {

  /** Its field in a request, which also names the kind in the table. */
  String name();

  /** The common fields that must not be used with this kind, each with what is expected instead. */
  Map<String, String> excluded();

  /**
   * Reads its part of a request.
   *
   * @return empty if there is none, or if it has violations
   */
  Optional<? extends KindRequest> read(ObjectReader fields);

  /**
   * The import of an order of this kind.
   *
   * @throws IllegalStateException if the order cannot be read
   */
  ImportKind accepted(StoredOrder order);
}
