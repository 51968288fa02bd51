package io.keyferry.agent.cli.doctor;

import io.keyferry.agent.cli.option.ConfigOption;
import io.keyferry.agent.cli.option.ExitStatus;
import io.keyferry.agent.cli.option.LogTarget;
import io.keyferry.agent.login.TokenOpener;
import io.keyferry.evidence.log.AuditException;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks everything that the agent needs. */
@Command(
    name = "doctor",
    description = {
      "Checks configuration, files, HSM, audit log, AWS and policy, and says how to fix each failure.",
      "Logs in once, never with a refused PIN. Leaves nothing in the token and touches no message."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:no check failed",
      "1:a check failed; --json shows how many",
      "2:wrong usage"
    })
public final class DoctorCommand implements Callable<Integer> {

  private final TokenOpener opener;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  public DoctorCommand(TokenOpener opener) {
    this.opener = opener;
  }

  @Override
  public Integer call() throws AuditException {
    LogTarget.standardError();
    Diagnosis diagnosis =
        Doctor.examine(
            new AgentDoctorInputs(opener, config.file(), System.getenv()), Clock.systemUTC());
    spec.commandLine().getOut().println(json ? diagnosis.json() : diagnosis.text());
    return diagnosis.isWell() ? ExitStatus.DONE : ExitStatus.FAILED;
  }
}
