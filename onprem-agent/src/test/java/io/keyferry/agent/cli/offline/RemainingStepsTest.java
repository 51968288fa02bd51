package io.keyferry.agent.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.cli.offline.ImportParameters.ImportToken;
import io.keyferry.agent.cli.offline.ImportParameters.Place;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.ChallengeMac;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.HsmKeyReport;
import io.keyferry.model.value.HsmKeyReport.Origin;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.KmsKeyId;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.WrappingPublicKey;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The next steps that are printed after a wrap. */
class RemainingStepsTest {

  private static final KmsKeyId KMS_KEY = new KmsKeyId("f44c4e20-f83c-48f4-adc6-a1ef38829760");
  private static final Place ZIP =
      new Place.InZip(Path.of("my downloads/ImportParameters.zip"), "folder/ImportToken.bin");
  private static final Path OUT = Path.of("EncryptedKeyMaterial.bin");

  @Test
  void anAesKeyFromAZip() {
    assertThat(RemainingSteps.text(parameters(ZIP), OUT, KeySpec.SYMMETRIC_DEFAULT, aes("it's")))
        .isEqualTo(
            """
            Remaining steps, within 24 hours of the download of the wrapping key and import token: after that KMS refuses the parameters, and you must wrap the key again with a new download.

            Extract the import token from the zip:
              unzip -j 'my downloads/ImportParameters.zip' folder/ImportToken.bin

            In the console:
              AWS KMS > Customer managed keys > f44c4e20-f83c-48f4-adc6-a1ef38829760 > Key material and rotations > Import key material
                Wrapped key material  EncryptedKeyMaterial.bin
                Import token          ImportToken.bin
                Expiration option     whether and when KMS deletes the key material

            Or with the AWS CLI, in the Region of the KMS key:
              aws kms import-key-material --key-id f44c4e20-f83c-48f4-adc6-a1ef38829760 --import-token fileb://ImportToken.bin --encrypted-key-material fileb://EncryptedKeyMaterial.bin --expiration-model KEY_MATERIAL_DOES_NOT_EXPIRE

            To prove, now or in years, that KMS holds the key of the HSM, import it again: download new import parameters for the same KMS key, and run
              keyferry-agent wrap --config agent.yml --parameters ImportParameters.zip --key 'it'\\''s' --out Again.bin
            KMS accepts the same key and refuses any other with IncorrectKeyMaterialException. The import sets a new expiration and enables a Disabled key.\
            """);
  }

  @Test
  void aKeyPairIsComparedByItsPublicKey() {
    Blob publicKey = Blob.of(new byte[] {1});
    String text =
        RemainingSteps.text(
            parameters(new Place.InFile(Path.of("dir/token"))),
            OUT,
            KeySpec.ECC_NIST_P256,
            report("pair", Optional.of(publicKey), Optional.empty()));
    assertThat(text)
        .doesNotContain("unzip")
        .contains(
            " > Key material > Import key material",
            "Import token          dir/token",
            "--import-token fileb://dir/token ",
            "aws kms get-public-key --key-id " + KMS_KEY + " ",
            "\n  " + publicKey.sha256());
  }

  @Test
  void anHmacKeyIsComparedByItsMac() {
    ChallengeMac mac = new ChallengeMac(Blob.of(new byte[] {1, 2}), Blob.of(new byte[] {3, 4}));
    String text =
        RemainingSteps.text(
            parameters(ZIP),
            OUT,
            KeySpec.HMAC_384,
            report("hmac", Optional.empty(), Optional.of(mac)));
    assertThat(text)
        .contains(
            "echo AQI= | base64 --decode > challenge.bin",
            "aws kms generate-mac --key-id " + KMS_KEY + " --mac-algorithm HMAC_SHA_384 ",
            "\n  AwQ=");
  }

  @Test
  void valuesThatTheFilesDoNotHaveAreLeftToTheReader() {
    ImportParameters bare =
        new ImportParameters(
            WrappingPublicKey.of(new byte[1]),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertThat(RemainingSteps.text(bare, OUT, KeySpec.SYMMETRIC_DEFAULT, aes("key")))
        .contains("> KEY_ID >", "--key-id KEY_ID ", "--import-token fileb://ImportToken.bin ");
  }

  @Test
  void aLabelAndAPathCanForgeNoLine() {
    String text =
        RemainingSteps.text(
            parameters(new Place.InFile(Path.of("a\u001b[2Jb\ntoken"))),
            Path.of("out\nrm -rf $HOME;`id`"),
            KeySpec.SYMMETRIC_DEFAULT,
            aes("key'; rm -rf /\n"));
    assertThat(text)
        .doesNotContain("\u001b")
        .doesNotContainPattern("(?m)^(rm|token)")
        .contains("'fileb://out\\u000Arm -rf $HOME;`id`'", " --cka-id 0a0b --out");
    assertThat(
            RemainingSteps.text(
                parameters(new Place.InFile(Path.of("token"))),
                OUT,
                KeySpec.SYMMETRIC_DEFAULT,
                aes("key'; rm -rf /")))
        .contains("--key 'key'\\''; rm -rf /' --out");
  }

  private static ImportParameters parameters(Place token) {
    return new ImportParameters(
        WrappingPublicKey.of(new byte[1]),
        Optional.of(new ImportToken(Sha256.of(new byte[1]), token)),
        Optional.of(KMS_KEY),
        Optional.empty());
  }

  private static HsmKeyReport aes(String label) {
    return report(label, Optional.empty(), Optional.empty());
  }

  private static HsmKeyReport report(
      String label, Optional<Blob> publicKey, Optional<ChallengeMac> mac) {
    return new HsmKeyReport(
        new HsmKeyReport.KeyObject(
            new CkaId("0a0b"), label, Origin.GENERATED, Map.of(), Optional.empty()),
        new HsmKeyReport.Proof(Optional.empty(), publicKey, mac));
  }
}
