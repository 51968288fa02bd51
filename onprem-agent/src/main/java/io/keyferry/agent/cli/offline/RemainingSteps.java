package io.keyferry.agent.cli.offline;

import io.keyferry.agent.cli.offline.ImportParameters.ImportToken;
import io.keyferry.agent.cli.offline.ImportParameters.Place;
import io.keyferry.evidence.text.Printable;
import io.keyferry.model.value.HsmKeyReport;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.KmsKeyId;
import io.keyferry.model.value.UtcTime;
import java.nio.file.Path;

/** The remaining steps in AWS, in the console or with the AWS CLI, as text for a terminal. */
public final class RemainingSteps {

  private static final String UNKNOWN_KEY = "KEY_ID";
  private static final String TOKEN = "ImportToken.bin";

  private final ImportParameters parameters;
  private final Path material;
  private final KeySpec keySpec;

  private RemainingSteps(ImportParameters parameters, Path material, KeySpec keySpec) {
    this.parameters = parameters;
    this.material = material;
    this.keySpec = keySpec;
  }

  /**
   * Returns the text, without a trailing line feed.
   *
   * @param material the file with the wrapped key
   */
  public static String text(
      ImportParameters parameters, Path material, KeySpec keySpec, HsmKeyReport key) {
    RemainingSteps steps = new RemainingSteps(parameters, material, keySpec);
    String keyId = parameters.keyId().map(KmsKeyId::value).orElse(UNKNOWN_KEY);
    return String.join(
        "\n\n",
        steps.validity() + steps.unpacking(),
        steps.console(keyId),
        steps.commandLine(keyId),
        ProofSteps.text(keyId, keySpec, key));
  }

  private String validity() {
    String until =
        parameters
            .expires()
            .map(end -> "before " + UtcTime.format(end))
            .orElse("within 24 hours of the download of the wrapping key and import token");
    return "Remaining steps, %s: after that KMS refuses the parameters, and you must wrap the key again with a new download."
        .formatted(until);
  }

  private String unpacking() {
    return parameters
        .importToken()
        .map(ImportToken::place)
        .map(place ->
            place instanceof Place.InZip(Path zip, String entry)
                ? "\n\nExtract the import token from the zip:\n  unzip -j %s %s"
                    .formatted(ShellArgument.of(zip.toString()), ShellArgument.of(entry))
                : "")
        .orElse("");
  }

  private String console(String keyId) {
    // The tab of a single-Region symmetric key has the longer name.
    String tab =
        keySpec == KeySpec.SYMMETRIC_DEFAULT ? "Key material and rotations" : "Key material";
    return """
    In the console:
      AWS KMS > Customer managed keys > %s > %s > Import key material
        Wrapped key material  %s
        Import token          %s
        Expiration option     whether and when KMS deletes the key material\
    """
        .formatted(keyId, tab, Printable.line(material.toString()), Printable.line(tokenFile()));
  }

  private String commandLine(String keyId) {
    return """
    Or with the AWS CLI, in the Region of the KMS key:
      aws kms import-key-material --key-id %s --import-token %s --encrypted-key-material %s --expiration-model KEY_MATERIAL_DOES_NOT_EXPIRE\
    """
        .formatted(
            keyId,
            ShellArgument.of("fileb://" + tokenFile()),
            ShellArgument.of("fileb://" + material));
  }

  private String tokenFile() {
    return parameters
        .importToken()
        .map(ImportToken::place)
        .map(place ->
            switch (place) {
              case Place.InFile(Path file) -> file.toString();
              case Place.InZip(Path _, String entry) -> entry.substring(entry.lastIndexOf('/') + 1);
            })
        .orElse(TOKEN);
  }
}
