package io.keyferry.local.cli;

import io.keyferry.kmsemulator.environment.WrappingKeySupply;
import io.keyferry.kmsemulator.value.WrappingKeySpec;
import io.keyferry.local.Layout;
import io.keyferry.local.cloud.CloudSettings;
import io.keyferry.local.cloud.LocalCloud;
import io.keyferry.local.cloud.Parts;
import io.keyferry.local.localstack.LocalStack;
import io.keyferry.local.localstack.LocalStackSource;
import io.keyferry.model.value.VerificationKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Runs the cloud half until it is stopped, in the process that {@code demo} and {@code local}
 * start.
 */
@Command(name = "cloud", hidden = true)
final class CloudCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--folder", required = true)
  private Path folder = Path.of("");

  @Option(names = "--agent-key", required = true)
  private Path agentKey = Path.of("");

  @Option(names = "--address", required = true)
  private Path address = Path.of("");

  @Option(names = "--key-pairs-ahead", required = true)
  private int keyPairsAhead;

  @Option(names = "--key-pairs-first", required = true)
  private int keyPairsFirst;

  @Mixin private KmsOptions kms = new KmsOptions();

  @Option(names = "--localstack")
  private Optional<String> localStack = Optional.empty();

  @Override
  public Integer call() throws Exception {
    Parts parts = new Parts();
    LocalCloud cloud;
    try {
      cloud = start(parts);
    } catch (IOException | InterruptedException | RuntimeException e) {
      parts.close();
      throw e;
    }
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              parts.close();
              stopped.countDown();
            }));
    cloud.awaitKeyPairs(WrappingKeySpec.RSA_4096, keyPairsFirst);
    cloud.address().write(address);
    stopped.await();
    return 0;
  }

  private LocalCloud start(Parts parts) throws IOException, InterruptedException {
    VerificationKey agent = VerificationKey.ofPem(Files.readString(agentKey));
    CloudSettings settings =
        CloudSettings.of(Layout.ofSystemProperty(), folder, agent)
            .withWrappingKeys(
                WrappingKeySupply.ahead(Map.of(WrappingKeySpec.RSA_4096, keyPairsAhead)))
            .with(kms.checked(spec.commandLine()).setup());
    if (localStack.isPresent()) {
      LocalStack started =
          parts.add(
              LocalStack.open(
                  LocalStackSource.parse(localStack.get()), folder.resolve("localstack")));
      settings = settings.onLocalStack(started.endpoint(), LocalStack.freshAccount());
    }
    return parts.add(LocalCloud.start(settings));
  }
}
