package io.keyferry.agent.hsm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Which token to use, and through which library.
 *
 * @param library absolute path of the vendor's PKCS#11 library
 * @param label the token's label, blanks trimmed; on Luna the label of the partition or HA group
 * @param serial the token's serial number, to distinguish tokens with the same label and to pin one
 * @param libraryParameters the value of {@code CK_C_INITIALIZE_ARGS.pReserved}; only NSS softokn
 *     needs it
 * @param callLimit how long a PKCS#11 call may take before it counts as stuck; generating a key
 *     pair may take 20 times as long
 */
public record TokenSettings(
    Path library,
    String label,
    Optional<String> serial,
    Optional<String> libraryParameters,
    Duration callLimit) {

  /** More than the 20 s after which Luna's client considers an appliance unreachable. */
  public static final Duration CALL_LIMIT = Duration.ofSeconds(30);

  /**
   * @throws IllegalArgumentException if the path is relative or the label blank
   */
  public TokenSettings {
    if (!library.isAbsolute()) {
      throw new IllegalArgumentException(
          "expected the absolute path of a PKCS#11 library, found '" + library + "'");
    }
    if (label.isBlank()) {
      throw new IllegalArgumentException("expected the label of a token, found blanks");
    }
    library = library.normalize();
    label = label.strip();
  }

  /** Uses a call timeout that suits every HSM. */
  public TokenSettings(
      Path library, String label, Optional<String> serial, Optional<String> libraryParameters) {
    this(library, label, serial, libraryParameters, CALL_LIMIT);
  }
}
