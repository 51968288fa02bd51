package io.keyferry.cloud.request;

import com.fasterxml.jackson.core.JsonGenerator;
import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.KeySpec;
import java.io.IOException;
import java.util.Optional;

/** What a request of one kind orders, as read. Equal requests are equal. */
public interface KindRequest {

  /** The spec of the KMS key, if the request names it. */
  Optional<KeySpec> keySpec();

  /** The expiration that is part of the request. */
  Optional<Expiration> expiration(Optional<Expiration> asked);

  /** Whether another import determines the agent. */
  boolean goesToAgentOfAnother();

  /** Whether its repetition would be refused because of what the first one did. */
  boolean conflictsWithItself();

  /** The first detail in the import's history. */
  String inWords();

  /**
   * Writes its part of the request's canonical text. The digest of that text recognizes a repeated
   * request, so the text of a request must stay the same across releases.
   */
  void write(JsonGenerator json) throws IOException;

  /** Finds the violations that need the clock, the table, the settings or KMS. */
  Optional<CheckedKind> check(RequestCheck check);
}
