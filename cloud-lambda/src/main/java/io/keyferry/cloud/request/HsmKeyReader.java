package io.keyferry.cloud.request;

import io.keyferry.cloud.event.Fault;
import io.keyferry.model.json.Json;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.HsmKeyName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code hsmKey}: which key of the HSM is to be imported. */
final class HsmKeyReader {

  private static final String FIELD = "hsmKey";
  private static final String CKA_ID = "ckaId";
  private static final String LABEL = "label";
  private static final Set<String> FIELDS =
      new LinkedHashSet<>(List.of(CKA_ID, LABEL, "makeExtractable"));

  private HsmKeyReader() {}

  /** Empty if the name is at fault, which is then in the faults. */
  static Optional<ExistingHsmKey> read(Json.Obj object, List<Fault> faults) {
    FieldReader fields = new FieldReader(object, FIELD + ".", faults, FIELDS);
    boolean makeExtractable = fields.bool("makeExtractable").orElse(false);
    if (fields.has(CKA_ID) == fields.has(LABEL)) {
      faults.add(
          new Fault(FIELD, "exactly one of ckaId and label", fields.has(CKA_ID) ? "both" : "none"));
      return Optional.empty();
    }
    Optional<HsmKeyName> name =
        fields.has(CKA_ID)
            ? fields.parsed(
                CKA_ID,
                "1 to 64 bytes in lower-case hex",
                text -> new HsmKeyName.Id(new CkaId(text)))
            : fields.parsed(LABEL, "1 to 256 characters", HsmKeyName.Label::new);
    return name.map(found -> new ExistingHsmKey(found, makeExtractable));
  }
}
