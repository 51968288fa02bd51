package io.keyferry.agent.config;

import io.keyferry.agent.process.ProcessUser;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The user of the agent: the one to whom its directories belong. */
public final class AgentUser {

  private AgentUser() {}

  /**
   * Demands that the directory belongs to the user of this process. Root could write there, and the
   * agent could not read what root wrote. Where the directory is hidden from this user, the one
   * that hides it counts.
   *
   * @throws WrongUserException if it belongs to another user
   */
  public static void demand(Path directory) {
    Path visible = directory.toAbsolutePath();
    while (visible != null) {
      try {
        demandOwner(visible);
        return;
      } catch (AccessDeniedException e) {
        visible = visible.getParent();
      } catch (IOException e) {
        // Whoever opens the directory reports what is wrong with it.
        return;
      }
    }
  }

  private static void demandOwner(Path directory) throws IOException {
    if ((int) Files.getAttribute(directory, "unix:uid") != ProcessUser.id()) {
      String owner = Files.getOwner(directory).getName();
      throw new WrongUserException(
          "expected the user '%s', to whom %s belongs, found '%s'"
              .formatted(owner, directory, System.getProperty("user.name")),
          owner);
    }
  }
}
