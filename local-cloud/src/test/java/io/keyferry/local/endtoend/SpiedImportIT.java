package io.keyferry.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.local.token.TokenKind;
import io.keyferry.model.ImportState;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SpiedImportIT {

  @ParameterizedTest
  @EnumSource
  void wrapsInTheTokenAndNeverReadsTheKey(TokenKind kind, @TempDir Path folder) throws Exception {
    Spy spy = Spy.writingTo(folder.resolve("spy.log"));
    try (Stage stage = Stage.openThrough(spy, kind, folder)) {
      stage.startAgent();
      assertThat(stage.ended(stage.requestImport()).state()).isEqualTo(ImportState.IMPORTED);
    }
    assertThat(spy.calls())
        .contains("C_CreateObject", "C_GenerateKey", "C_WrapKey", "C_DestroyObject", "C_Sign")
        .doesNotContain("C_Encrypt", "C_EncryptInit", "C_Decrypt", "C_DecryptInit", "C_UnwrapKey");
    assertThat(spy.text()).contains("CKA_SENSITIVE").doesNotContainPattern("CKA_VALUE\\b(?!_)");
  }
}
