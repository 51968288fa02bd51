package io.keyferry.agent.cli;

import io.keyferry.agent.cli.offline.ShellArgument;
import io.keyferry.agent.cli.option.AgentVersion;
import io.keyferry.agent.config.ConfigurationException;
import io.keyferry.evidence.file.DiskFault;
import io.keyferry.evidence.page.RecordPage;
import io.keyferry.evidence.page.RecordText;
import io.keyferry.evidence.record.OfflineContent;
import io.keyferry.evidence.record.RecordContent;
import io.keyferry.evidence.record.RecordFile;
import io.keyferry.model.value.InvalidValueException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows a record without verifying it. */
@Command(
    name = "show",
    description =
        "Shows a record as text, or a ceremony record as an HTML page. Does not verify it.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:shown", "2:the record cannot be read or the page cannot be written"})
final class RecordShowCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "FILE",
      description =
          "The record as compact JWS, the JSON answer of ReadImports for one import, or the file that wrap wrote.")
  private Path file = Path.of("");

  @Option(
      names = "--html",
      paramLabel = "OUT",
      description = "Writes a self-contained page instead, to a new file.")
  private Optional<Path> html = Optional.empty();

  @Override
  public Integer call() throws ConfigurationException {
    RecordFile record = EvidenceFiles.record(file);
    if (record.isOffline()) {
      spec.commandLine()
          .getOut()
          .println(
              RecordText.of(
                  offline(record),
                  "keyferry-agent record verify %s --agent-key agent-key.pem"
                      .formatted(ShellArgument.of(file.toString()))));
      return 0;
    }
    RecordContent content = read(record);
    if (html.isPresent()) {
      // The page is for other readers: it does not name this machine's folders.
      Path name = Optional.ofNullable(file.getFileName()).orElse(file);
      write(RecordPage.of(content, verifyCommand(name), AgentVersion.software()), html.get());
      spec.commandLine()
          .getOut()
          .println("NOT VERIFIED: the page shows what the record says. To verify it:");
      spec.commandLine().getOut().println("  " + verifyCommand(file));
      spec.commandLine().getOut().println("Written: " + html.get());
    } else {
      spec.commandLine().getOut().println(RecordText.of(content, verifyCommand(file)));
    }
    return 0;
  }

  private OfflineContent offline(RecordFile record) throws ConfigurationException {
    if (html.isPresent()) {
      throw EvidenceFiles.fault(
          file,
          "expected a ceremony record for --html, found an offline record: omit --html to show it as text");
    }
    try {
      return OfflineContent.unverified(record);
    } catch (InvalidValueException e) {
      throw EvidenceFiles.fault(file, e.getMessage());
    }
  }

  private RecordContent read(RecordFile record) throws ConfigurationException {
    try {
      return RecordContent.unverified(record);
    } catch (InvalidValueException e) {
      throw EvidenceFiles.fault(file, e.getMessage());
    }
  }

  private static void write(String page, Path target) throws ConfigurationException {
    try {
      Files.writeString(target, page, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw EvidenceFiles.fault(
          target,
          "expected a new file, found an existing one: choose another name, or remove the file");
    } catch (IOException e) {
      throw EvidenceFiles.fault(
          target, "expected a file that can be written, found " + DiskFault.words(e));
    }
  }

  private static String verifyCommand(Path record) {
    return "keyferry-agent record verify %s --cloud-key cloud-key.pem --agent-key agent-key.pem"
        .formatted(ShellArgument.of(record.toString()));
  }
}
