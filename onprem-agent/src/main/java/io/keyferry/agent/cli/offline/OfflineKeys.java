package io.keyferry.agent.cli.offline;

import io.keyferry.agent.cli.offline.OfflineOrder.KeyChoice;
import io.keyferry.agent.cli.offline.OfflineWrap.Settings;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.agent.job.check.KeyFitness;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.HsmKeyReport.Origin;
import io.keyferry.model.value.KeySpec;
import java.util.Optional;

/** Finds or generates the key of an order. */
final class OfflineKeys {

  private final Settings settings;
  private final OfflineAudit audit;

  OfflineKeys(Settings settings, OfflineAudit audit) {
    this.settings = settings;
    this.audit = audit;
  }

  /**
   * Returns the existing key, absent if the order generates one.
   *
   * @throws OrderRefusedException if the key does not exist or may not be wrapped
   */
  Optional<HsmKey> existing(TokenSession session, OfflineOrder order)
      throws HsmException, OrderRefusedException {
    return switch (order.key()) {
      case KeyChoice.Existing(HsmKeyName name) -> Optional.of(existing(session, order, name));
      case KeyChoice.Generate(CkaId _, String label) -> {
        demandFree(session, label);
        yield Optional.empty();
      }
    };
  }

  /** Labels must be unique, because the printed commands name keys by label. */
  private static void demandFree(TokenSession session, String label)
      throws HsmException, OrderRefusedException {
    Optional<HsmKey> present;
    try {
      present = session.keys().look(new HsmKeyName.Label(label));
    } catch (HsmException e) {
      if (e.fault() != HsmException.Fault.REFUSED) {
        throw e;
      }
      throw new OrderRefusedException(
          "expected no key labeled '%s' yet, found several (%s): give the new key another --label"
              .formatted(label, e.getMessage()));
    }
    if (present.isPresent()) {
      throw new OrderRefusedException(
          "expected no key labeled '%s' yet, found one with CKA_ID %s: wrap that one with --cka-id %s, or give the new key another --label"
              .formatted(label, present.get().id(), present.get().id()));
    }
  }

  private HsmKey existing(TokenSession session, OfflineOrder order, HsmKeyName name)
      throws HsmException, OrderRefusedException {
    HsmKey key =
        session
            .keys()
            .find(name)
            .orElseThrow(() ->
                new OrderRefusedException(
                    "expected a key with %s in the token, found none: list the keys with keyferry-agent keys"
                        .formatted(name.inWords())));
    Optional<String> objection = objection(key, order.keySpec());
    if (objection.isPresent()) {
      throw new OrderRefusedException(KeyFitness.sentence(key, objection.get()));
    }
    return key;
  }

  private Optional<String> objection(HsmKey key, KeySpec spec) {
    return new KeyFitness(settings.agentKeyLabel())
        .objection(key, spec)
        .or(() ->
            key.isExtractable()
                ? Optional.empty()
                : Optional.of(
                    "CKA_EXTRACTABLE true, found false: it may not leave the HSM. Name another key, or generate one with --generate"));
  }

  /** Returns the existing key, or generates one. */
  OrderKey orderKey(TokenSession session, OfflineOrder order, Optional<HsmKey> existing)
      throws HsmException {
    return switch (order.key()) {
      case KeyChoice.Existing _ ->
          new OrderKey(session, existing.orElseThrow(), Origin.FOUND, audit);
      case KeyChoice.Generate(CkaId id, String label) ->
          new OrderKey(
              session,
              session.keys().generate(order.keySpec(), id, label, settings.template()),
              Origin.GENERATED,
              audit);
    };
  }
}
