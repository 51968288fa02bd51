package io.keyferry.cloud.request;

import io.keyferry.cloud.event.Fault;
import io.keyferry.model.json.Json;
import io.keyferry.model.value.ImportId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code verify}. */
final class VerificationReader {

  private static final String IMPORT_ID = "importId";
  private static final String EXPECTED = "the id of an import (lower-case UUID)";
  private static final Set<String> FIELDS =
      new LinkedHashSet<>(List.of(IMPORT_ID, "evenIfDisabled", "makeExtractable"));

  private VerificationReader() {}

  /** Empty if the import id is at fault, which is then in the faults. */
  static Optional<Verification> read(Json.Obj object, List<Fault> faults) {
    FieldReader fields = new FieldReader(object, "verify.", faults, FIELDS);
    boolean evenIfDisabled = fields.bool("evenIfDisabled").orElse(false);
    boolean makeExtractable = fields.bool("makeExtractable").orElse(false);
    if (!fields.has(IMPORT_ID)) {
      fields.fault(IMPORT_ID, EXPECTED, "no such field");
    }
    return fields
        .parsed(IMPORT_ID, EXPECTED, ImportId::new)
        .map(id -> new Verification(id, evenIfDisabled, makeExtractable));
  }
}
