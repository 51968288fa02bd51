package io.keyferry.bench;

import io.keyferry.local.Layout;
import io.keyferry.local.agent.AgentCommand;
import io.keyferry.local.agent.AgentConfiguration;
import io.keyferry.local.agent.AgentPolicy;
import io.keyferry.local.agent.AgentProcess;
import io.keyferry.local.agent.AgentProgram;
import io.keyferry.local.cloud.CloudAddress;
import io.keyferry.local.cloud.CloudSettings;
import io.keyferry.local.cloud.LocalClients;
import io.keyferry.local.run.RunFolder;
import io.keyferry.local.sqs.LocalQueues;
import io.keyferry.local.sqs.LocalSqs;
import io.keyferry.local.token.PreparedToken;
import io.keyferry.local.token.TokenKind;
import io.keyferry.model.value.VerificationKey;
import io.keyferry.model.value.WrappingAlgorithm;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Measures the packaged agent beside a raw loop of the PKCS#11 calls that an import needs. Each has
 * a fresh NSS token on the same file system, and both make the same keys in the same number of
 * parallel sessions.
 */
public final class AgentBench {

  private static final int ANY_FREE_PORT = 0;

  /** The agent's default number of parallel jobs. */
  private static final int SESSIONS = 4;

  private static final Duration VISIBILITY = Duration.ofSeconds(30);

  private final Layout layout;
  private final int imports;
  private final Path folder;
  private final SignedJobs jobs;

  /**
   * A benchmark.
   *
   * @param imports how many are measured in each round, after a quarter as many that are not
   */
  public AgentBench(Layout layout, int imports) throws GeneralSecurityException {
    this.layout = layout;
    this.imports = imports;
    this.folder = layout.work("bench-agent");
    this.jobs = SignedJobs.by(WrappingAlgorithm.RSAES_OAEP_SHA_256);
  }

  /** Measures this many rounds. */
  public AgentFigures run(int rounds) throws IOException, InterruptedException {
    RunFolder.empty(folder);
    List<AgentFigures.Round> measured = new ArrayList<>();
    try (LocalSqs sqs = LocalSqs.start(CloudSettings.REGION, CloudSettings.ACCOUNT);
        SqsClient client =
            LocalClients.sqs(
                sqs.endpoint(), CloudSettings.REGION, LocalClients.anyOf(CloudSettings.ACCOUNT))) {
      LocalQueues queues = LocalQueues.create(client, VISIBILITY, 5);
      for (int round = 1; round <= rounds; round++) {
        Path files = folder.resolve(Integer.toString(round));
        Duration raw = raw(files.resolve("raw"));
        measured.add(agent(files.resolve("agent"), sqs, client, queues, raw));
      }
    }
    return new AgentFigures(imports, measured);
  }

  private int first() {
    return imports / 4;
  }

  private Duration raw(Path files) throws IOException, InterruptedException {
    return new RawRun(layout, jobs.wrappingKey(), jobs.algorithm(), SESSIONS)
        .measure(TokenKind.NSS.prepare(files), files, first(), imports);
  }

  private AgentFigures.Round agent(
      Path files, LocalSqs sqs, SqsClient client, LocalQueues queues, Duration raw)
      throws IOException, InterruptedException {
    PreparedToken token = TokenKind.NSS.prepare(files);
    AgentCommand command =
        new AgentCommand(
            new AgentProgram.Unpacked(layout.packageTree()),
            token,
            LocalClients.anyOf(CloudSettings.ACCOUNT));
    VerificationKey key =
        command.enrol(AgentConfiguration.writeTokenOnly(files.resolve("enrol.yml"), token));
    Path configuration =
        new AgentConfiguration(
                new AgentConfiguration.Cloud(
                    CloudSettings.ACCOUNT,
                    sqs.endpoint().toString(),
                    new CloudAddress.QueueUrls(queues.jobs().url(), queues.results().url()),
                    jobs.verificationKey().pem()),
                token,
                AgentPolicy.aes(List.of(jobs.algorithm()), jobs.wrappingKey().spec()),
                AgentConfiguration.Patience.USUAL,
                ANY_FREE_PORT)
            .write(files.resolve("agent.yml"));
    try (AgentProcess agent = AgentProcess.start(command, configuration, files)) {
      Duration ready = agent.awaitHealthy();
      long residentWhenReady = agent.residentBytes();
      JobLoad load = new JobLoad(client, queues, jobs, key);
      load.carry(first());
      Duration carried = load.carry(imports);
      return new AgentFigures.Round(ready, residentWhenReady, agent.residentBytes(), carried, raw);
    }
  }
}
