package io.keyferry.cloud.kind;

import io.keyferry.cloud.kind.existing.ExistingKeyKind;
import io.keyferry.cloud.kind.newkey.NewKeyKind;
import io.keyferry.cloud.kind.verify.VerifyKind;
import io.keyferry.cloud.kms.CreationNonce;
import io.keyferry.cloud.kms.KeyPolicy;
import io.keyferry.cloud.kms.Kms;
import io.keyferry.cloud.kms.Sleeper;
import io.keyferry.cloud.record.ImportKind;
import io.keyferry.cloud.record.StoredOrder;
import io.keyferry.cloud.request.RequestKind;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * All kinds of request. To add one, add a constant here; the compiler requires the rest, which
 * docs/add-a-request-kind.md describes.
 */
public final class Kinds implements ImportKind.Registry {

  /** In the order in which messages name them. */
  private enum Kind {
    NEW_KEY,
    EXISTING_KEY,
    VERIFY
  }

  private final List<RequestKind> all;

  /**
   * The kinds of one account and Region.
   *
   * @param policy of new keys
   * @param nonces each is random and used once
   */
  public Kinds(Kms kms, Sleeper pause, KeyPolicy policy, Supplier<CreationNonce> nonces) {
    this.all =
        Arrays.stream(Kind.values())
            .<RequestKind>map(kind ->
                switch (kind) {
                  case NEW_KEY -> new NewKeyKind(kms, pause, policy, nonces);
                  case EXISTING_KEY -> new ExistingKeyKind(kms, pause);
                  case VERIFY -> new VerifyKind(kms, pause);
                })
            .toList();
  }

  /** All of them. */
  public List<RequestKind> all() {
    return all;
  }

  @Override
  public ImportKind of(StoredOrder order) {
    return all.stream()
        .filter(kind -> kind.name().equals(order.kind()))
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(
                "expected an import of one of the kinds %s, found one of the kind %s"
                    .formatted(all.stream().map(RequestKind::name).toList(), order.kind())))
        .accepted(order);
  }
}
