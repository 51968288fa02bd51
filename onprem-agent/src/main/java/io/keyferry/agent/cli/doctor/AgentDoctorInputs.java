package io.keyferry.agent.cli.doctor;

import io.keyferry.agent.config.AgentConfig;
import io.keyferry.agent.config.ConfigReader;
import io.keyferry.agent.config.ConfigurationException;
import io.keyferry.agent.config.HsmConfig;
import io.keyferry.agent.config.YamlFile;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.login.AuditedLogin;
import io.keyferry.agent.login.PinException;
import io.keyferry.agent.login.PinLatch;
import io.keyferry.agent.login.TokenOpener;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.evidence.log.AuditTrail;
import io.keyferry.model.value.TokenIdentity;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What {@code doctor} checks, read the same way as by the other commands. */
public record AgentDoctorInputs(TokenOpener opener, Path file, Map<String, String> environment) {

  /** The file of the cloud's key, if the configuration names one. */
  Optional<Path> signingKeyFile() {
    try {
      return YamlFile.read(file)
          .object("cloud")
          .flatMap(cloud -> cloud.text("signing-key-file"))
          .map(name -> file.toAbsolutePath().resolveSibling(name));
    } catch (ConfigurationException e) {
      // Reported as a violation of the configuration.
      return Optional.empty();
    }
  }

  /** The whole configuration. */
  AgentConfig config() throws ConfigurationException {
    return ConfigReader.read(file, environment);
  }

  /** The part of the configuration that the HSM needs. */
  HsmConfig hsm() throws ConfigurationException {
    return ConfigReader.readHsm(file);
  }

  /**
   * What the latch remembers about refused PINs of this token.
   *
   * @throws HsmException if no login may be tried
   */
  Optional<String> refusedPin(HsmConfig config, TokenIdentity token) throws HsmException {
    return PinLatch.of(config.audit()).remembered(token);
  }

  /** Logs in once and records it, unless this PIN was refused before. */
  Token login(HsmConfig config, AuditTrail trail)
      throws HsmException, PinException, AuditException {
    return AuditedLogin.open(opener, config.token(), trail, PinLatch.of(config.audit()), "doctor");
  }
}
