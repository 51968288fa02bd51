package io.keyferry.agent.job.wrap;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.model.value.ChallengeMac;
import io.keyferry.model.value.HsmKeyReport;
import io.keyferry.model.value.HsmKeyReport.Origin;
import io.keyferry.model.value.KeySpec;
import java.util.Optional;

/** What results and records report about a key in the HSM. */
public final class KeyReports {

  private KeyReports() {}

  /** Reports the key. For an HMAC key, the HSM computes the MAC of a challenge. */
  public static HsmKeyReport of(TokenSession session, KeySpec spec, HsmKey key, Origin origin)
      throws HsmException {
    Optional<ChallengeMac> mac =
        spec.family() == KeySpec.Family.HMAC
            ? Optional.of(session.keys().mac(key, spec))
            : Optional.empty();
    return new HsmKeyReport(
        new HsmKeyReport.KeyObject(key.id(), key.label(), origin, key.attributes(), key.ouid()),
        new HsmKeyReport.Proof(key.keyCheckValue(), key.publicKey(), mac));
  }
}
