package io.keyferry.cloud.request;

import com.fasterxml.jackson.core.JsonGenerator;
import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.KeySpec;
import java.io.IOException;
import java.util.Optional;

/** What a request of one kind asks for, as it was read. Equal requests are equal. */
public interface KindRequest {

  /** The spec of the KMS key, where the request says it. */
  Optional<KeySpec> keySpec();

  /** The expiration that is part of the request. */
  Optional<Expiration> expiration(Optional<Expiration> asked);

  /** Whether another import says which agent it goes to. */
  boolean goesToAgentOfAnother();

  /** Whether its repetition would be refused for what the first one did. */
  boolean conflictsWithItself();

  /** What the history of the import begins with. */
  String inWords();

  /**
   * Its part of the canonical text of the request. That is digested to recognize a repeated
   * request, so what is written of a request must stay the same from release to release.
   */
  void write(JsonGenerator json) throws IOException;

  /** Finds the violations that only the clock, the table, the settings and KMS know. */
  Optional<CheckedKind> check(RequestCheck check);
}
