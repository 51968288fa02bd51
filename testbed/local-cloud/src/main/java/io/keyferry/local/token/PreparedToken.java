package io.keyferry.local.token;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What an agent needs to know of a token.
 *
 * @param library the PKCS#11 library
 * @param libraryParameters the parameters of NSS's {@code C_Initialize}
 * @param pinFile readable by its owner only
 * @param environment the variables that the library needs
 */
public record PreparedToken(
    Path library,
    String label,
    Optional<String> libraryParameters,
    Path pinFile,
    Map<String, String> environment) {

  /**
   * A copy that loads another library, so that a spy or a proxy can be put in front of the token.
   */
  public PreparedToken through(Path otherLibrary) {
    return new PreparedToken(otherLibrary, label, libraryParameters, pinFile, environment);
  }
}
