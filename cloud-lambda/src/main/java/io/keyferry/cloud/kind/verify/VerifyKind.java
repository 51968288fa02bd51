package io.keyferry.cloud.kind.verify;

import io.keyferry.cloud.kms.Kms;
import io.keyferry.cloud.kms.Sleeper;
import io.keyferry.cloud.record.ImportKind;
import io.keyferry.cloud.record.StoredOrder;
import io.keyferry.cloud.request.RequestKind;
import io.keyferry.cloud.request.RequestReader;
import io.keyferry.cloud.result.SameKey;
import io.keyferry.model.input.Form;
import io.keyferry.model.input.ObjectReader;
import io.keyferry.model.value.ImportId;
import java.util.Map;
import java.util.Optional;

/** Reads {@code verify}. */
public final class VerifyKind implements RequestKind {

  static final String NAME = "verify";

  private static final String IMPORT_ID = "importId";
  private static final String EXPECTED = "the id of an import (lower-case UUID)";

  private final SameKey sameKey;

  /** Verifications of the keys of one account and Region. */
  public VerifyKind(Kms kms, Sleeper pause) {
    this.sameKey = new SameKey(kms, pause);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Map<String, String> excluded() {
    return Map.of(
        RequestReader.AGENT,
        "no agent, because a verification uses that of the import",
        RequestReader.HSM_KEY,
        "no key, because a verification uses that of the import");
  }

  @Override
  public Optional<Verification> read(ObjectReader request) {
    return request
        .optionalObject(NAME)
        .flatMap(fields -> {
          boolean evenIfDisabled = fields.optional("evenIfDisabled", Form.bool()).orElse(false);
          boolean makeExtractable = fields.optional("makeExtractable", Form.bool()).orElse(false);
          if (!fields.has(IMPORT_ID)) {
            fields.violation(IMPORT_ID, EXPECTED, "nothing");
          }
          return fields
              .parsed(IMPORT_ID, EXPECTED, ImportId::new)
              .map(id -> new Verification(id, evenIfDisabled, makeExtractable));
        });
  }

  @Override
  public ImportKind accepted(StoredOrder order) {
    return new VerificationImport(order, sameKey);
  }
}
