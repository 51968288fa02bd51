package io.keyferry.agent.cli.doctor;

import io.keyferry.agent.config.AgentConfig;
import io.keyferry.agent.config.ConfigurationException;
import io.keyferry.agent.config.HsmConfig;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.login.PinException;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.evidence.log.AuditTrail;
import io.keyferry.model.value.TokenIdentity;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What the checks look at, and the agent's own ways to it. */
public interface DoctorInputs {

  /** {@code agent.yml}. */
  Path file();

  /** The file of the cloud's key, where the configuration names one. */
  Optional<Path> signingKeyFile();

  /** The process's environment variables. */
  Map<String, String> environment();

  /** The whole configuration. */
  AgentConfig config() throws ConfigurationException;

  /** The part of it that the HSM needs. */
  HsmConfig hsm() throws ConfigurationException;

  /**
   * What is remembered of refused PINs of this token.
   *
   * @throws HsmException if there must be no login
   */
  Optional<String> refusedPin(HsmConfig config, TokenIdentity token) throws HsmException;

  /** Logs in once, which is written down, unless this PIN was refused before. */
  Token login(HsmConfig config, AuditTrail trail) throws HsmException, PinException, AuditException;
}
