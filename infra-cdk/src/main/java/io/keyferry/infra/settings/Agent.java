package io.keyferry.infra.settings;

import io.keyferry.model.value.AgentName;
import io.keyferry.model.value.VerificationKey;

/**
 * One enrolled agent.
 *
 * @param name part of the name of its jobs queue
 * @param publicKey of the key in its HSM that signs its results
 * @param identity by which it calls AWS
 */
public record Agent(AgentName name, VerificationKey publicKey, Identity identity) {

  /** Whom AWS takes the agent for. There is no third way: no access key that lasts. */
  public sealed interface Identity {

    /**
     * By a certificate of the operator's CA and IAM Roles Anywhere.
     *
     * @param commonName of the certificate's subject
     */
    record Certificate(String commonName) implements Identity {}

    /** By a role that exists already. */
    record ExistingRole(String arn) implements Identity {}
  }
}
