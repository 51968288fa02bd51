package io.keyferry.agent.cli.doctor;

import static java.nio.file.attribute.PosixFilePermission.GROUP_READ;
import static java.nio.file.attribute.PosixFilePermission.GROUP_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_READ;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;

import io.keyferry.agent.cli.doctor.CheckContext.PrerequisiteMissing;
import io.keyferry.agent.config.AgentConfig;
import io.keyferry.agent.config.ConfigurationException;
import io.keyferry.agent.config.HsmConfig;
import io.keyferry.evidence.file.DiskFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The configuration and the files that it names. */
final class HostChecks {

  private static final Set<PosixFilePermission> WRITE = Set.of(GROUP_WRITE, OTHERS_WRITE);
  private static final Set<PosixFilePermission> READ_OR_WRITE =
      Set.of(GROUP_READ, OTHERS_READ, GROUP_WRITE, OTHERS_WRITE);

  private HostChecks() {}

  /**
   * Reads all of {@code agent.yml}. If only the cloud's part is wrong, the HSM is still checked.
   */
  static Finding configuration(CheckContext context) {
    try {
      context.hsm.is(context.inputs.hsm());
      context.config.is(context.inputs.config());
      return new Finding.Passed(context.inputs.file().toString());
    } catch (ConfigurationException e) {
      return new Finding.Failed(
          faults(context, e),
          "correct %s; docs/agent-configuration.md lists every property"
              .formatted(context.inputs.file()));
    }
  }

  /** The violations of the whole file, although the HSM's part has failed already. */
  private static List<String> faults(CheckContext context, ConfigurationException first) {
    try {
      context.inputs.config();
      return first.violations();
    } catch (ConfigurationException e) {
      return e.violations();
    }
  }

  /** Checks who else can read secrets or change what the agent trusts. */
  static Finding files(CheckContext context) throws PrerequisiteMissing {
    HsmConfig hsm = context.hsm.get();
    Permissions found = new Permissions();
    found.compare("configuration", context.inputs.file(), WRITE, "chmod go-w");
    context
        .inputs
        .signingKeyFile()
        .ifPresent(key -> found.compare("cloud's key", key, WRITE, "chmod go-w"));
    found.compare("PKCS#11 library", hsm.token().settings().library(), WRITE, "chmod go-w");
    hsm.token()
        .pinFile()
        .ifPresent(pin -> found.compare("PIN file", pin, READ_OR_WRITE, "chmod 600"));
    found.compare("audit directory", hsm.audit().directory(), WRITE, "chmod go-w");
    context
        .config
        .ifKnown()
        .map(AgentConfig::ledger)
        .ifPresent(ledger -> found.compare("ledger directory", ledger, WRITE, "chmod go-w"));
    return Finding.of(
        found.facts,
        found.faults,
        "only the agent's own user may read the PIN and write what the agent trusts");
  }

  /** Collects the permissions of files and folders, and what is wrong with them. */
  private static final class Permissions {

    private final List<String> facts = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    private void compare(
        String what, Path path, Set<PosixFilePermission> forbidden, String correction) {
      try {
        Set<PosixFilePermission> found = Files.getPosixFilePermissions(path);
        String shown = PosixFilePermissions.toString(found);
        if (forbidden.stream().anyMatch(found::contains)) {
          faults.add(
              "%s %s: expected that only its owner can %s it, found %s: %s %s"
                  .formatted(
                      what,
                      path,
                      forbidden.equals(WRITE) ? "change" : "read",
                      shown,
                      correction,
                      path));
        } else {
          facts.add("%s %s: %s".formatted(what, path, shown));
        }
      } catch (IOException e) {
        faults.add("%s: expected %s, found %s".formatted(what, path, DiskFault.words(e)));
      }
    }
  }
}
