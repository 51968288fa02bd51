package io.keyferry.cloud.request;

import io.keyferry.cloud.record.ImportKind;
import io.keyferry.cloud.record.StoredOrder;
import io.keyferry.model.input.ObjectReader;
import java.util.Map;
import java.util.Optional;

/** One kind of request: its grammar, and what becomes of it. */
public interface RequestKind {

  /** Its field of a request, which names the kind in the table, too. */
  String name();

  /**
   * The fields of all requests that may not come with this kind, each with what is expected instead
   * of it.
   */
  Map<String, String> excluded();

  /**
   * Reads its part of a request.
   *
   * @return empty if there is none, or if it cannot be used, which is then in the violations
   */
  Optional<? extends KindRequest> read(ObjectReader fields);

  /**
   * The import that an order of this kind is of.
   *
   * @throws IllegalStateException if the order cannot be read
   */
  ImportKind accepted(StoredOrder order);
}
