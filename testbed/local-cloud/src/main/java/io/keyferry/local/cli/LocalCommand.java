package io.keyferry.local.cli;

import io.keyferry.kmsemulator.cli.KmsEmulatorMain;
import io.keyferry.local.Layout;
import io.keyferry.local.agent.AgentPolicy;
import io.keyferry.local.cloud.CloudSettings;
import io.keyferry.local.run.KmsOfRun;
import io.keyferry.local.run.LocalEnvironment;
import io.keyferry.local.run.LocalRun;
import io.keyferry.local.run.RunFolder;
import io.keyferry.local.run.RunLock;
import io.keyferry.local.run.RunSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code ./keyferry local}. */
@Command(
    name = "local",
    description = "Keeps the cloud half and the agent running on this machine until Ctrl-C.",
    mixinStandardHelpOptions = true)
final class LocalCommand implements Callable<Integer> {

  /** The line after which everything runs. */
  static final String READY = "local: ready";

  private static final int KEY_PAIRS_AHEAD = 24;
  private static final int KEY_PAIRS_FIRST = 2;
  private static final String ALIAS = "alias/my-first-key";

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RunOptions options = new RunOptions();

  @Option(
      names = "--no-agent",
      description = "Create the token and the configuration, but do not start the agent.")
  private boolean noAgent;

  @Mixin private KmsOptions kms = new KmsOptions();

  @Option(
      names = "--kms-only",
      description = "Only the KMS emulator: no other part of the cloud half, no token, no agent.")
  private boolean kmsOnly;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port of the KMS emulator, with --kms-only (default: 4599).")
  private Optional<Integer> port = Optional.empty();

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    return kmsOnly ? kmsAlone() : everything(out);
  }

  private int kmsAlone() throws InterruptedException {
    if (noAgent || options.library.isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "expected --kms-only without --no-agent and --library");
    }
    return KmsEmulatorMain.run(
        spec.commandLine(),
        kms.emulator(),
        CloudSettings.ACCOUNT,
        port.orElse(KmsEmulatorMain.PORT));
  }

  private int everything(PrintWriter out) throws InterruptedException {
    if (port.isPresent()) {
      throw new ParameterException(
          spec.commandLine(),
          "expected --port with --kms-only, found it without: add --kms-only, or remove --port");
    }
    KmsOfRun checked = kms.besideTheCloudHalf(spec.commandLine());
    Layout layout = Layout.ofSystemProperty();
    Path folder = layout.work("local");
    RunSettings settings =
        new RunSettings(
            layout,
            folder,
            options.token(),
            new RunSettings.Agent(AgentPolicy.ALL, !noAgent),
            checked,
            new RunSettings.KeyPairs(KEY_PAIRS_AHEAD, KEY_PAIRS_FIRST),
            Optional.empty());
    Path file = layout.work("local.env");
    try (RunLock _ = RunLock.take(folder)) {
      Files.deleteIfExists(file);
      RunFolder.empty(folder);
      try (LocalRun run = LocalRun.start(settings, text -> print(out, text))) {
        LocalEnvironment.of(run).write(file);
        print(out, READY);
        commands(layout, file, writeRequest(folder)).forEach(command -> print(out, command));
        new CountDownLatch(1).await();
      }
    } catch (IOException e) {
      print(out, "local: " + e.getMessage());
      print(out, "The logs are in " + folder);
      return 1;
    }
    return 0;
  }

  /** Options that both versions of the AWS CLI understand: they differ in how they read base64. */
  static List<String> commands(Layout layout, Path environment, Path request) {
    // Without the file, the AWS CLI would use its own credentials.
    String set = ". " + layout.home().relativize(environment) + " && ";
    Path payload = layout.home().relativize(request);
    return List.of(
        "",
        "Try in another shell, from the repository's root:",
        "  %saws lambda invoke --function-name \"$KEYFERRY_REQUEST_FUNCTION\" --payload fileb://%s /dev/stdout"
            .formatted(set, payload),
        "  %saws kms describe-key --key-id %s --query KeyMetadata.KeyState".formatted(set, ALIAS),
        "  %saws kms encrypt --key-id %s --plaintext fileb://%s".formatted(set, ALIAS, payload));
  }

  /** The payload of the first of these commands. */
  private Path writeRequest(Path folder) throws IOException {
    String algorithm = DemoCommand.defaultFor(options.token).name();
    return Files.writeString(
        folder.resolve("request.json"),
        "{\"newKey\": {\"alias\": \"%s\"}, \"wrappingAlgorithm\": \"%s\"}%n"
            .formatted(ALIAS, algorithm));
  }

  private static void print(PrintWriter out, String text) {
    out.println(text);
    out.flush();
  }
}
