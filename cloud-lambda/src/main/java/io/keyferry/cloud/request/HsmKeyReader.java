package io.keyferry.cloud.request;

import io.keyferry.cloud.record.ExistingHsmKey;
import io.keyferry.model.input.Form;
import io.keyferry.model.input.ObjectReader;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.HsmKeyName;
import java.util.Optional;

/** Reads {@code hsmKey}: which HSM key to import. */
final class HsmKeyReader {

  private static final String CKA_ID = "ckaId";
  private static final String LABEL = "label";

  private HsmKeyReader() {}

  /** Empty if there is none, or if it has violations. */
  static Optional<ExistingHsmKey> read(ObjectReader request) {
    return request
        .optionalObject(RequestReader.HSM_KEY)
        .flatMap(fields -> {
          boolean makeExtractable = fields.optional("makeExtractable", Form.bool()).orElse(false);
          return name(fields, request).map(name -> new ExistingHsmKey(name, makeExtractable));
        });
  }

  private static Optional<HsmKeyName> name(ObjectReader fields, ObjectReader request) {
    if (fields.has(CKA_ID) == fields.has(LABEL)) {
      request.violation(
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
