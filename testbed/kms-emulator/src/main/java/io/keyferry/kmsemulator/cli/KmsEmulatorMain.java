package io.keyferry.kmsemulator.cli;

import io.keyferry.kmsemulator.KmsEmulator;
import io.keyferry.kmsemulator.KmsEmulatorSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the emulator until it is stopped. */
@Command(
    name = "kms-emulator",
    description = "Runs an AWS KMS for tests on this machine until Ctrl-C.",
    mixinStandardHelpOptions = true)
public final class KmsEmulatorMain implements Callable<Integer> {

  /** The default port. */
  public static final int PORT = 4599;

  private static final int MAX_PORT = 65_535;
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private EmulatorOptions options = new EmulatorOptions();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port on the loopback address, 0 for any free one (default: 4599).")
  private int port = PORT;

  @Option(
      names = "--account",
      paramLabel = "ID",
      description = "The emulated AWS account, twelve digits (default: 123456789012).")
  private String account = "123456789012";

  private KmsEmulatorMain() {}

  public static void main(String[] args) {
    System.exit(command().execute(args));
  }

  static CommandLine command() {
    return new CommandLine(new KmsEmulatorMain());
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!ACCOUNT.matcher(account).matches()) {
      throw new ParameterException(
          spec.commandLine(), "expected --account of twelve digits, found " + account);
    }
    return run(spec.commandLine(), options, account, port);
  }

  /**
   * Runs the emulator until the process ends, and prints how to reach it.
   *
   * @return the exit code: 1 if the port is taken
   * @throws ParameterException if the port, a Region or a time is out of range
   */
  public static int run(CommandLine command, EmulatorOptions options, String account, int port)
      throws InterruptedException {
    if (port < 0 || port > MAX_PORT) {
      throw new ParameterException(
          command, "expected --port between 0 and %d, found %d".formatted(MAX_PORT, port));
    }
    KmsEmulatorSettings settings = options.settings(command, account).withPort(port);
    PrintWriter out = command.getOut();
    try (KmsEmulator running = KmsEmulator.start(settings)) {
      hints(running, settings.regions()).forEach(out::println);
      out.flush();
      new CountDownLatch(1).await();
      return 0;
    } catch (IOException e) {
      PrintWriter err = command.getErr();
      err.printf(
          "expected port %d to be free, found: %s. Choose another with --port.%n",
          port, e.getMessage());
      err.flush();
      return 1;
    }
  }

  /** Options that both versions of the AWS CLI understand. */
  static List<String> hints(KmsEmulator kms, List<String> regions) {
    return List.of(
        "KMS emulator (for tests) at %s, in %s"
            .formatted(kms.endpoint(), String.join(", ", regions)),
        "",
        "Try in another shell:",
        "  export AWS_ENDPOINT_URL_KMS=%s AWS_DEFAULT_REGION=%s AWS_REGION=%s AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any"
            .formatted(kms.endpoint(), regions.getFirst(), regions.getFirst()),
        "  aws kms create-key --origin EXTERNAL");
  }
}
