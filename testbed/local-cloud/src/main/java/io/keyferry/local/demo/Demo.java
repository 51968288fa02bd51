package io.keyferry.local.demo;

import io.keyferry.local.agent.AgentProcess;
import io.keyferry.local.cloud.CloudSettings;
import io.keyferry.local.cloud.Functions;
import io.keyferry.local.cloud.LocalClients;
import io.keyferry.local.process.ChildProcess;
import io.keyferry.local.run.FunctionClient;
import io.keyferry.local.run.LocalRun;
import io.keyferry.local.run.RunFolder;
import io.keyferry.local.run.RunLock;
import io.keyferry.local.run.StepTail;
import io.keyferry.model.record.ImportRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;

/** Runs the demo. */
public final class Demo {

  private static final List<String> INTRODUCTION =
      List.of(
          "KeyFerry imports keys from an HSM, a device that generates keys and never reveals them, into",
          "AWS KMS, the service that encrypts with keys in AWS. A key leaves the HSM only encrypted",
          "(wrapped) under a key that KMS makes for this one import. Everything runs on this machine: a",
          "software token serves as the HSM, and an emulator as KMS.");

  private final DemoSettings settings;
  private final Screen screen;

  public Demo(DemoSettings settings, PrintWriter out) {
    this.settings = settings;
    this.screen = new Screen(out, settings.verbose());
  }

  /**
   * Runs it to the end and stops everything.
   *
   * @return whether every key is enabled and proved; if not, the reason was printed
   */
  public boolean run() throws InterruptedException {
    Path folder = settings.run().folder();
    try (RunLock _ = RunLock.take(folder)) {
      RunFolder.empty(folder);
      carry();
    } catch (DemoFailure | IOException | SdkException | IllegalStateException e) {
      if (ChildProcess.isEnding()) {
        screen.heading("The demo was stopped.");
      } else {
        screen.heading("The demo failed.");
        screen.block(String.valueOf(e.getMessage()));
      }
      screen.line("The logs are in %s", folder);
      return false;
    }
    return true;
  }

  private void carry() throws DemoFailure, IOException, InterruptedException {
    screen.explain(INTRODUCTION);
    screen.heading("Setting up");
    Figures figures;
    List<ImportRecord> records = new ArrayList<>();
    try (LocalRun run = LocalRun.start(settings.run(), text -> screen.line("%s", text));
        FunctionClient functions = new FunctionClient(run.cloud().lambda());
        KmsClient kms =
            LocalClients.kms(run.cloud().kms(), CloudSettings.REGION, run.cloud().administrator());
        ImportFollower follower = follower(functions)) {
      LocalRun.RunningAgent agent = run.agent().orElseThrow();
      Duration ready = agent.readyAfter();
      long resident = agent.process().residentBytes();
      screen.line("agent healthy after %d ms, %d MB resident", ready.toMillis(), resident >> 20);
      List<Duration> times = new ArrayList<>();
      for (FollowedImport done : carryKeys(follower)) {
        records.add(done.record());
        times.add(done.toEnabled());
      }
      figures = new Figures(ready, resident, times);
      screen.heading("Proof");
      new KeyProof(run, kms, screen, settings.run().localStack().isPresent())
          .show(records.getLast());
      Path folder = settings.run().folder();
      new RecordProof(run, functions, folder, screen).show(records.getLast());
      if (screen.isVerbose()) {
        screen.heading("The import record");
        screen.block(DemoReport.pretty(records.getLast()));
      }
    }
    if (settings.report().isPresent()) {
      DemoReport.write(settings.report().get(), settings, figures, records);
    }
    if (settings.keep()) {
      screen.line("The run's files are in %s", settings.run().folder());
    } else {
      RunFolder.delete(settings.run().folder());
    }
    figures
        .warmMedian()
        .ifPresent(
            warm -> screen.line("the last 20, functions warm: median %d ms", warm.toMillis()));
    if (!screen.isVerbose()) {
      screen.line("--verbose shows whole lines and the import record");
    }
    screen.heading(
        "%d of %d keys Enabled, median %d ms from request to Enabled"
            .formatted(records.size(), settings.keys(), figures.median().toMillis()));
  }

  private ImportFollower follower(FunctionClient functions) {
    Path folder = settings.run().folder();
    List<Path> logs =
        List.of(
            folder.resolve(Functions.REQUEST_IMPORT + ".log"),
            folder.resolve(Functions.COMPLETE_IMPORT + ".log"),
            folder.resolve(AgentProcess.LOG));
    return new ImportFollower(functions, new StepTail(logs), InstantSource.system());
  }

  private List<FollowedImport> carryKeys(ImportFollower follower)
      throws DemoFailure, IOException, InterruptedException {
    ImportRequestEvent event =
        ImportRequestEvent.read(settings.run().layout(), settings.algorithm());
    if (settings.keys() == 1) {
      screen.heading("Importing one key (step numbers as in docs/architecture.md)");
      return List.of(follower.follow(event.payload(1), screen::step));
    }
    screen.heading("Importing %d keys".formatted(settings.keys()));
    if (!screen.isTerminal()) {
      return carryKeys(follower, event, () -> {});
    }
    try (ProgressBar bar = new ProgressBar("keys", settings.keys())) {
      return carryKeys(follower, event, bar::step);
    }
  }

  private List<FollowedImport> carryKeys(
      ImportFollower follower, ImportRequestEvent event, Runnable progress)
      throws DemoFailure, IOException, InterruptedException {
    List<FollowedImport> done = new ArrayList<>();
    for (int number = 1; number <= settings.keys(); number++) {
      done.add(follower.follow(event.payload(number), (step, requested) -> {}));
      progress.run();
    }
    return done;
  }
}
