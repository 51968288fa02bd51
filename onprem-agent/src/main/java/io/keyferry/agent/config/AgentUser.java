package io.keyferry.agent.config;

import io.keyferry.agent.process.ProcessUser;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The user of the agent, who owns its directories. */
public final class AgentUser {

  private AgentUser() {}

  /**
   * Requires that the user of this process owns the directory. Root could write to it, but the
   * agent could not read what root wrote. If this user cannot see the directory, its nearest
   * visible parent counts.
   *
   * @throws WrongUserException if another user owns it
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
        // Opening the directory reports what is wrong with it.
        return;
      }
    }
  }

  private static void demandOwner(Path directory) throws IOException {
    if ((int) Files.getAttribute(directory, "unix:uid") != ProcessUser.id()) {
      String owner = Files.getOwner(directory).getName();
      throw new WrongUserException(
          "expected the user '%s', who owns %s, found '%s'"
              .formatted(owner, directory, System.getProperty("user.name")),
          owner);
    }
  }
}
