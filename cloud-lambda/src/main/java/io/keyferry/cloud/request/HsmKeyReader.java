package io.keyferry.cloud.request;

import io.keyferry.cloud.record.ExistingHsmKey;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.HsmKeyName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code hsmKey}: which key of the HSM is to be imported. */
final class HsmKeyReader {

  private static final String CKA_ID = "ckaId";
  private static final String LABEL = "label";
  private static final Set<String> FIELDS =
      new LinkedHashSet<>(List.of(CKA_ID, LABEL, "makeExtractable"));

  private HsmKeyReader() {}

  /** Empty if there is none, or if it is at fault, which is then in the faults. */
  static Optional<ExistingHsmKey> read(FieldReader request) {
    return request
        .object(RequestReader.HSM_KEY, FIELDS)
        .flatMap(fields -> {
          boolean makeExtractable = fields.bool("makeExtractable").orElse(false);
          return name(fields, request).map(name -> new ExistingHsmKey(name, makeExtractable));
        });
  }

  private static Optional<HsmKeyName> name(FieldReader fields, FieldReader request) {
    if (fields.has(CKA_ID) == fields.has(LABEL)) {
      request.fault(
          RequestReader.HSM_KEY,
          "exactly one of ckaId and label",
          fields.has(CKA_ID) ? "both" : "none");
      return Optional.empty();
    }
    return fields.has(CKA_ID)
        ? fields.parsed(
            CKA_ID, "1 to 64 bytes in lower-case hex", text -> new HsmKeyName.Id(new CkaId(text)))
        : fields.parsed(LABEL, "1 to 256 characters", HsmKeyName.Label::new);
  }
}
