package io.keyferry.agent.login;

import io.keyferry.agent.hsm.Pin;
import io.keyferry.agent.process.ProcessUser;
import io.keyferry.agent.process.SecretFile;
import io.keyferry.evidence.file.DiskFault;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file that contains a PIN in UTF-8, with or without a line end. All that is read is wiped,
 * except for the {@link Pin}.
 *
 * @param forbidden the permission bits that the file must not have
 */
record PinFile(Path path, int forbidden) {

  private static final int MAX_BYTES = 1024;
  private static final int GROUP_AND_OTHERS = 066;
  private static final int OTHERS = 006;

  /** A file from the operator: only its owner may read it. */
  static PinFile ofOperator(Path path) {
    return new PinFile(path, GROUP_AND_OTHERS);
  }

  /**
   * A systemd credential. If it has an access control list for the service's user, its group bits
   * are the list's mask and do not describe a group.
   */
  static PinFile ofSystemd(Path path) {
    return new PinFile(path, OTHERS);
  }

  Pin read() throws PinException {
    String what = "the token's PIN in " + path;
    try (SecretFile file = SecretFile.open(path)) {
      checkAccess(file.access());
      char[] text = file.read(MAX_BYTES);
      if (forbidden == OTHERS && (text.length == 0 || text[0] == '\n')) {
        throw new PinException(
            "expected %s, found nothing: store the PIN with systemd-creds encrypt --name=pkcs11-pin (man keyferry-agent), or set token.pin-file"
                .formatted(what));
      }
      return PinText.ofFile(text, what);
    } catch (NoSuchFileException e) {
      throw new PinException("expected %s, found no such file".formatted(what));
    } catch (IOException e) {
      throw new PinException("expected %s, found %s".formatted(what, DiskFault.words(e)));
    }
  }

  /** Checks the open file, because its name may refer to another file by now. */
  private void checkAccess(SecretFile.Access access) throws PinException {
    if ((access.permissions() & forbidden) != 0) {
      throw new PinException(
          "expected that only its owner can read and write the PIN file %s, found mode %04o: chmod 600 %s"
              .formatted(path, access.permissions(), path));
    }
    if (access.owner() != 0 && access.owner() != ProcessUser.id()) {
      throw new PinException(
          "expected that the agent's user or root owns the PIN file %s, found the user %d: chown it"
              .formatted(path, access.owner()));
    }
  }
}
