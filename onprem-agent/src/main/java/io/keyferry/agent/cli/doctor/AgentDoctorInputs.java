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
import io.keyferry.model.input.Input;
import io.keyferry.model.value.TokenIdentity;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What {@code doctor} looks at, by the ways of the other commands. */
public record AgentDoctorInputs(TokenOpener opener, Path file, Map<String, String> environment)
    implements DoctorInputs {

  @Override
  public Optional<Path> signingKeyFile() {
    try {
      return YamlFile.read(file).fields().get("cloud") instanceof Input.Fields cloud
              && cloud.fields().get("signing-key-file") instanceof Input.Scalar(_, String name)
          ? Optional.of(file.toAbsolutePath().resolveSibling(name))
          : Optional.empty();
    } catch (ConfigurationException e) {
      // Reported as a violation of the configuration.
      return Optional.empty();
    }
  }

  @Override
  public AgentConfig config() throws ConfigurationException {
    return ConfigReader.read(file, environment);
  }

  @Override
  public HsmConfig hsm() throws ConfigurationException {
    return ConfigReader.readHsm(file);
  }

  @Override
  public Optional<String> refusedPin(HsmConfig config, TokenIdentity token) throws HsmException {
    return PinLatch.of(config.audit()).remembered(token);
  }

  @Override
  public Token login(HsmConfig config, AuditTrail trail)
      throws HsmException, PinException, AuditException {
    return AuditedLogin.open(opener, config.token(), trail, PinLatch.of(config.audit()), "doctor");
  }
}
