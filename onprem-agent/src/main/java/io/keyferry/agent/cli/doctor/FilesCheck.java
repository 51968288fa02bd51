package io.keyferry.agent.cli.doctor;

import static java.nio.file.attribute.PosixFilePermission.GROUP_READ;
import static java.nio.file.attribute.PosixFilePermission.GROUP_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_READ;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;

import io.keyferry.agent.config.AgentConfig;
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

/** Who else can read the secrets and change what the agent trusts. */
final class FilesCheck implements Check {

  private static final Set<PosixFilePermission> WRITE = Set.of(GROUP_WRITE, OTHERS_WRITE);
  private static final Set<PosixFilePermission> READ_OR_WRITE =
      Set.of(GROUP_READ, OTHERS_READ, GROUP_WRITE, OTHERS_WRITE);

  private final List<String> facts = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();

  @Override
  public String name() {
    return "file permissions";
  }

  @Override
  public Finding look(CheckContext visit) throws PrerequisiteMissing {
    HsmConfig hsm = visit.hsm.get();
    compare("configuration", visit.surroundings.file(), WRITE, "chmod go-w");
    visit
        .surroundings
        .signingKeyFile()
        .ifPresent(key -> compare("cloud's key", key, WRITE, "chmod go-w"));
    compare("PKCS#11 library", hsm.token().settings().library(), WRITE, "chmod go-w");
    hsm.token().pinFile().ifPresent(pin -> compare("PIN file", pin, READ_OR_WRITE, "chmod 600"));
    compare("audit directory", hsm.audit().directory(), WRITE, "chmod go-w");
    visit
        .config
        .ifKnown()
        .map(AgentConfig::ledger)
        .ifPresent(ledger -> compare("ledger directory", ledger, WRITE, "chmod go-w"));
    return faults.isEmpty()
        ? new Finding.Passed(facts)
        : new Finding.Failed(
            faults, "only the agent's own user may read the PIN and write what the agent trusts");
  }

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
