package io.keyferry.local.run;

import io.keyferry.local.agent.AgentCommand;
import io.keyferry.local.agent.AgentConfiguration;
import io.keyferry.local.agent.AgentProcess;
import io.keyferry.local.cloud.CloudAddress;
import io.keyferry.local.cloud.Parts;
import io.keyferry.local.process.FreePort;
import io.keyferry.local.token.PreparedToken;
import io.keyferry.model.value.VerificationKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A token, an enrolled agent and a local cloud, ready for imports.
 *
 * @param agent absent if it was not requested
 * @param agentUrl the address of its health server, running or not
 */
public record LocalRun(
    PreparedToken token,
    AgentCommand agentCommand,
    Path agentConfiguration,
    CloudAddress cloud,
    Optional<RunningAgent> agent,
    String agentUrl,
    Parts parts)
    implements AutoCloseable {

  /**
   * An agent that was started.
   *
   * @param readyAfter from its start to its first healthy answer
   */
  public record RunningAgent(AgentProcess process, Duration readyAfter) {}

  /**
   * Starts everything and reports each step.
   *
   * @throws IOException if something is missing or does not start; what did start is stopped
   */
  public static LocalRun start(RunSettings settings, Consumer<String> progress)
      throws IOException, InterruptedException {
    Parts parts = new Parts();
    try {
      return start(settings, progress, parts);
    } catch (IOException | InterruptedException | RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  private static LocalRun start(RunSettings settings, Consumer<String> progress, Parts parts)
      throws IOException, InterruptedException {
    Path folder = settings.folder();
    PreparedToken own = settings.token().kind().prepare(folder.resolve("token"));
    PreparedToken token = settings.token().library().map(own::through).orElse(own);
    progress.accept("token %s made, library %s".formatted(token.label(), token.library()));

    AgentCommand enroller = new AgentCommand(settings.layout(), token);
    Path enrolment = AgentConfiguration.writeTokenOnly(folder.resolve("enrol.yml"), token);
    VerificationKey agentKey = enroller.enrol(enrolment);
    Path agentKeyFile = Files.writeString(folder.resolve("agent-key.pem"), agentKey.pem());
    progress.accept("agent enrolled, signing key " + agentKey.thumbprint());

    CloudProcess cloudProcess = parts.add(CloudProcess.start(settings, agentKeyFile));
    CloudAddress cloud = cloudProcess.awaitReady();
    Files.writeString(folder.resolve("cloud-key.pem"), cloud.signingKeyPem());
    progress.accept(
        "local cloud ready: %s, DynamoDB, four functions"
            .formatted(
                settings.localStack().isPresent()
                    ? "KMS, SQS and EventBridge of the LocalStack at " + cloud.sqs()
                    : "KMS emulator (for tests), SQS"));

    AgentCommand agentCommand = enroller.with(cloud.agent());
    int port = FreePort.find();
    Path configuration =
        new AgentConfiguration(
                AgentConfiguration.Cloud.at(cloud),
                token,
                settings.agent().policy(),
                AgentConfiguration.Patience.USUAL,
                port)
            .write(folder.resolve("agent.yml"));
    Optional<RunningAgent> agent = Optional.empty();
    if (settings.agent().started()) {
      AgentProcess process = parts.add(AgentProcess.start(agentCommand, configuration, folder));
      agent = Optional.of(new RunningAgent(process, process.awaitHealthy()));
    }
    return new LocalRun(
        token, agentCommand, configuration, cloud, agent, "http://127.0.0.1:" + port, parts);
  }

  @Override
  public void close() {
    parts.close();
  }
}
