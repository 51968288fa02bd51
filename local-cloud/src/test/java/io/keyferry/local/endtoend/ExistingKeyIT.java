package io.keyferry.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.local.token.TokenKind;
import io.keyferry.model.CkaId;
import io.keyferry.model.FailureCode;
import io.keyferry.model.HsmKeyName;
import io.keyferry.model.HsmKeyReport;
import io.keyferry.model.ImportRecord;
import io.keyferry.model.ImportState;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A request names a key that an administrator made in the HSM. */
class ExistingKeyIT {

  private static final CkaId ID = new CkaId("70617973");
  private static final CkaId OTHER_ID = new CkaId("6f74686572");
  private static final String LABEL = "payments 2026";

  @TempDir private Path folder;
  private Spy spy;
  private Stage stage;
  private Intruder administrator;

  @BeforeEach
  void open() throws Exception {
    spy = Spy.writingTo(folder.resolve("spy.log"));
    stage = Stage.openThrough(spy, TokenKind.SOFTHSM, folder);
    administrator = new Intruder(stage.token());
    stage.allow(Stage.AES.with(List.of(new HsmKeyName.Id(ID), new HsmKeyName.Label(LABEL)), true));
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void theKeyWithTheLabelIsCarriedAndNoneIsMade() throws Exception {
    administrator.plant(ID, LABEL);
    assertCarried(ended("label", LABEL, false));
  }

  @Test
  void theKeyWithTheIdIsCarriedAndNoneIsMade() throws Exception {
    administrator.plant(ID, "any");
    assertCarried(ended("ckaId", ID.hex(), false));
  }

  private void assertCarried(ImportRecord imported) throws Exception {
    assertThat(imported.state()).as(imported.toString()).isEqualTo(ImportState.IMPORTED);
    HsmKeyReport key = imported.hsmKey().orElseThrow();
    assertThat(key.ckaId()).isEqualTo(ID);
    assertThat(key.origin()).isEqualTo(HsmKeyReport.Origin.FOUND);
    assertThat(stage.keyCheckValueInKms(imported))
        .isEqualTo(key.keyCheckValue().orElseThrow().value());
    assertThat(spy.callsThatCreateOrWrap()).containsExactly("C_CreateObject", "C_WrapKey");
    assertThat(stage.verifiedRecord(stage.ceremonyRecord(imported.importId())))
        .doesNotContain("✗")
        .contains("is the one that the request named");
  }

  @Test
  void twoKeysWithTheLabelAreListedAndNeitherIsTaken() throws Exception {
    administrator.plant(ID, LABEL);
    administrator.plant(OTHER_ID, LABEL);
    assertRefused(
        ended("label", LABEL, false),
        FailureCode.HSM_REFUSED,
        "expected one key labelled '%s', found 2, with CKA_ID [%s, %s]"
            .formatted(LABEL, ID, OTHER_ID));
  }

  @Test
  void aKeyThatWasNeverToLeaveStaysWhereNobodyOrdersOtherwise() throws Exception {
    administrator.plantUnextractable(ID, LABEL);
    assertRefused(
        ended("label", LABEL, false),
        FailureCode.HSM_KEY_UNFIT,
        "CKA_EXTRACTABLE true, found false: it may not leave the HSM");
  }

  /** SoftHSM is as PKCS#11 wants it; the way that Luna has is tested with the token in memory. */
  @Test
  void aTokenThatLetsNoKeyBecomeExtractableSaysSoThoughRequestAndPolicyAllowIt() throws Exception {
    administrator.plantUnextractable(ID, LABEL);
    assertRefused(
        ended("label", LABEL, true),
        FailureCode.HSM_REFUSED,
        "C_SetAttributeValue of [CKA_EXTRACTABLE]: CKR_ATTRIBUTE_READ_ONLY");
  }

  @Test
  void aKeyThatThePolicyDoesNotNameIsNotLookedFor() throws Exception {
    administrator.plant(OTHER_ID, "other");
    int before = spy.calls().size();
    assertRefused(
        ended("label", "other", false),
        FailureCode.POLICY,
        "add it to policy.existing-keys in the agent's configuration");
    assertThat(spy.calls().subList(before, spy.calls().size())).doesNotContain("C_WrapKey");
  }

  private void assertRefused(ImportRecord refused, FailureCode code, String reason)
      throws Exception {
    assertThat(refused.code()).as(refused.toString()).contains(code);
    assertThat(refused.reason().orElseThrow()).contains(reason);
    assertThat(spy.callsThatCreateOrWrap()).doesNotContain("C_WrapKey", "C_GenerateKey");
    assertThat(stage.kmsCalls("ImportKeyMaterial", refused.keyArn().orElseThrow().toString()))
        .isZero();
  }

  private ImportRecord ended(String field, String value, boolean makeExtractable) throws Exception {
    stage.startAgent();
    ObjectNode request = stage.request();
    request.putObject("hsmKey").put(field, value).put("makeExtractable", makeExtractable);
    return stage.ended(stage.requestImport(request));
  }
}
