package io.keyferry.agent.systemd.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * A folder in {@code /tmp} instead of the build's. Another user can access it even if the build is
 * in a private home directory; and the path of a socket in it has at most 107 characters.
 */
public final class SystemTemp implements TempDirFactory {

  @Override
  public Path createTempDirectory(AnnotatedElementContext field, ExtensionContext test)
      throws IOException {
    return Files.createTempDirectory(Path.of("/tmp"), "keyferry-test");
  }
}
