package io.keyferry.agent.cli.doctor;

import io.keyferry.agent.job.queue.CloudSettings;
import io.keyferry.model.value.Sha256;

/** Whose jobs the agent acts on. */
final class CloudKeyCheck implements Check {

  @Override
  public String name() {
    return "cloud's key";
  }

  @Override
  public Finding look(CheckContext visit) throws PrerequisiteMissing {
    CloudSettings cloud = visit.config.get().cloud();
    return new Finding.Passed(
        "pinned, thumbprint " + cloud.signingKey().thumbprint(),
        "SHA-256 of its DER " + Sha256.of(cloud.signingKey().key().getEncoded()).hex(),
        "not proved: that it is the cloud half's; compare the SHA-256 with what the stack's CloudPublicKeyCommand prints");
  }
}
