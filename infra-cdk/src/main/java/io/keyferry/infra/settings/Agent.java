package io.keyferry.infra.settings;

import io.keyferry.model.value.AgentName;
import io.keyferry.model.value.VerificationKey;

/**
 * One enrolled agent.
 *
 * @param name part of the name of its jobs queue
 * @param publicKey of the key in its HSM that signs its results
 * @param identity with which it calls AWS
 */
public record Agent(AgentName name, VerificationKey publicKey, Identity identity) {

  /** The agent's identity in AWS. There is no third way: no long-lived access key. */
  public sealed interface Identity {

    /**
     * With a certificate of the operator's CA and IAM Roles Anywhere.
     *
     * @param commonName of the certificate's subject
     */
    record Certificate(String commonName) implements Identity {}

    /** With a role that exists already. */
    record ExistingRole(String arn) implements Identity {}
  }
}
