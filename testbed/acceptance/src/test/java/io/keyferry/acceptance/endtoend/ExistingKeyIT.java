package io.keyferry.acceptance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.local.token.TokenKind;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.HsmKeyReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A request names a key that an administrator created in the HSM. */
class ExistingKeyIT {

  private static final CkaId ID = new CkaId("70617973");
  private static final CkaId OTHER_ID = new CkaId("6f74686572");
  private static final String TAKEN = "payments 2026";
  private static final String TWICE = "twice";
  private static final String CLOSED = "never to leave";
  private static final String CLOSED_FOR_GOOD = "never to leave this token";

  @TempDir private static Path folder;
  private static Spy spy;
  private static Stage stage;
  private static Intruder administrator;
  private int callsBefore;

  @BeforeAll
  static void open() throws Exception {
    spy = Spy.writingTo(folder.resolve("spy.log"));
    stage = Stage.openThrough(spy, TokenKind.SOFTHSM, folder);
    administrator = new Intruder(stage.token());
    List<HsmKeyName> known = new ArrayList<>(List.of(new HsmKeyName.Id(ID)));
    for (String label : List.of(TAKEN, TWICE, CLOSED, CLOSED_FOR_GOOD)) {
      known.add(new HsmKeyName.Label(label));
    }
    stage.allow(Stage.AES.with(known, true));
    stage.startAgent();
  }

  @BeforeEach
  void countCalls() throws Exception {
    callsBefore = spy.callsThatCreateOrWrap().size();
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @Test
  void theKeyWithTheLabelIsImportedAndNoneIsGenerated() throws Exception {
    administrator.plant(new CkaId("01"), TAKEN);
    assertCarried(ended("label", TAKEN, false), new CkaId("01"));
  }

  @Test
  void theKeyWithTheIdIsImportedAndNoneIsGenerated() throws Exception {
    administrator.plant(ID, "any");
    assertCarried(ended("ckaId", ID.hex(), false), ID);
  }

  private void assertCarried(ImportRecord imported, CkaId id) throws Exception {
    assertThat(imported.state()).as(imported.toString()).isEqualTo(ImportState.IMPORTED);
    HsmKeyReport key = imported.hsm().hsmKey().orElseThrow();
    assertThat(key.ckaId()).isEqualTo(id);
    assertThat(key.object().origin()).isEqualTo(HsmKeyReport.Origin.FOUND);
    assertThat(stage.keyCheckValueInKms(imported))
        .isEqualTo(key.proof().keyCheckValue().orElseThrow().value());
    assertThat(calls()).containsExactly("C_CreateObject", "C_WrapKey");
    assertThat(stage.verifiedRecord(stage.ceremonyRecord(imported.importId())))
        .doesNotContain("✗")
        .contains("is the one that the request named");
  }

  @Test
  void twoKeysWithTheLabelAreListedAndNeitherIsUsed() throws Exception {
    administrator.plant(new CkaId("02"), TWICE);
    administrator.plant(new CkaId("03"), TWICE);
    assertRefused(
        ended("label", TWICE, false),
        FailureCode.HSM_REFUSED,
        "expected one key labeled '%s', found 2, with CKA_ID 02, 03".formatted(TWICE));
  }

  @Test
  void unextractableKeyStaysInTheHsmWithoutAnOrder() throws Exception {
    administrator.plantUnextractable(new CkaId("04"), CLOSED);
    assertRefused(
        ended("label", CLOSED, false),
        FailureCode.HSM_KEY_UNFIT,
        "CKA_EXTRACTABLE true, found false: it may not leave the HSM");
  }

  /** SoftHSM follows PKCS#11 here; Luna's behavior is tested with the token in memory. */
  @Test
  void tokenThatLetsNoKeyBecomeExtractableSaysSoAlthoughRequestAndPolicyAllowIt() throws Exception {
    administrator.plantUnextractable(new CkaId("05"), CLOSED_FOR_GOOD);
    assertRefused(
        ended("label", CLOSED_FOR_GOOD, true),
        FailureCode.HSM_REFUSED,
        "C_SetAttributeValue of [CKA_EXTRACTABLE]: CKR_ATTRIBUTE_READ_ONLY");
  }

  @Test
  void keyThatThePolicyDoesNotNameIsNotLookedUp() throws Exception {
    administrator.plant(OTHER_ID, "other");
    assertRefused(
        ended("label", "other", false),
        FailureCode.POLICY,
        "add it to policy.existing-keys in the agent's configuration");
    assertThat(calls()).isEmpty();
  }

  private void assertRefused(ImportRecord refused, FailureCode code, String reason)
      throws Exception {
    assertThat(refused.failed().code()).as(refused.toString()).contains(code);
    assertThat(refused.failed().reason().orElseThrow()).contains(reason);
    assertThat(calls()).doesNotContain("C_WrapKey", "C_GenerateKey");
    assertThat(stage.kmsCalls("ImportKeyMaterial", refused.keyArn().orElseThrow().toString()))
        .isZero();
  }

  private ImportRecord ended(String field, String value, boolean makeExtractable) throws Exception {
    ObjectNode request = stage.request();
    request.putObject("hsmKey").put(field, value).put("makeExtractable", makeExtractable);
    return stage.ended(stage.requestImport(request));
  }

  /** The PKCS#11 calls of this test. */
  private List<String> calls() throws Exception {
    List<String> all = spy.callsThatCreateOrWrap();
    return all.subList(callsBefore, all.size());
  }
}
