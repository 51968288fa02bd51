package io.keyferry.cloud.kind.existing;

import io.keyferry.cloud.kms.Kms;
import io.keyferry.cloud.kms.Sleeper;
import io.keyferry.cloud.record.ImportKind;
import io.keyferry.cloud.record.StoredOrder;
import io.keyferry.cloud.request.RequestKind;
import io.keyferry.cloud.result.SameKey;
import io.keyferry.model.input.Form;
import io.keyferry.model.input.ObjectReader;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code keyId}. */
public final class ExistingKeyKind implements RequestKind {

  static final String NAME = "keyId";

  private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9:/_-]{1,2048}");

  private final SameKey sameKey;

  /** Existing keys of one account and Region. */
  public ExistingKeyKind(Kms kms, Sleeper pause) {
    this.sameKey = new SameKey(kms, pause);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Map<String, String> excluded() {
    return Map.of();
  }

  @Override
  public Optional<ExistingKeyRequest> read(ObjectReader request) {
    return request
        .optional(NAME, Form.text("a KMS key id, key ARN, alias name or alias ARN", KEY_ID))
        .map(ExistingKeyRequest::new);
  }

  @Override
  public ImportKind accepted(StoredOrder order) {
    return new ExistingKeyImport(order, sameKey);
  }
}
