package io.keyferry.local.token;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What an agent needs to know of a token.
 *
 * @param library the PKCS#11 library
 * @param libraryParameters what NSS wants at {@code C_Initialize}
 * @param pinFile readable by its owner only
 * @param environment what the library wants in the environment
 */
public record PreparedToken(
    Path library,
    String label,
    Optional<String> libraryParameters,
    Path pinFile,
    Map<String, String> environment) {

  /**
   * The same token reached through another library, so that a spy or a proxy can stand in front of
   * it.
   */
  public PreparedToken through(Path otherLibrary) {
    return new PreparedToken(otherLibrary, label, libraryParameters, pinFile, environment);
  }
}
