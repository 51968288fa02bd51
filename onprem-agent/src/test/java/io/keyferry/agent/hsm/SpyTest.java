package io.keyferry.agent.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** OpenSC's PKCS#11 spy logs every call that reaches the token. */
final class SpyTest {

  private static final Pattern CALL = Pattern.compile("^\\d+: (C_\\w+)", Pattern.MULTILINE);

  @ParameterizedTest
  @EnumSource(TestTokenKind.class)
  void theTokenNeverEncryptsDecryptsOrShowsAValue(
      TestTokenKind kind, @TempDir Path directory, @TempDir Path output) throws Exception {
    String log = spiedImport(kind.make(directory, "spied"), output);
    List<String> calls = CALL.matcher(log).results().map(call -> call.group(1)).toList();
    assertThat(calls)
        .contains("C_Initialize", "C_Login", "C_GenerateKey", "C_WrapKey", "C_Sign")
        .noneMatch(call -> call.startsWith("C_Encrypt"))
        .noneMatch(call -> call.startsWith("C_Decrypt"))
        .doesNotContain("C_UnwrapKey", "C_DeriveKey", "C_CopyObject", "C_DigestKey");
    assertThat(log).contains("CKA_SENSITIVE ").doesNotContain("CKA_VALUE ");
  }

  private static String spiedImport(TestToken token, Path directory) throws IOException {
    Path spy =
        VendorTool.library(
            "opensc-pkcs11",
            "/usr/lib/x86_64-linux-gnu/pkcs11-spy.so",
            "/usr/lib/x86_64-linux-gnu/pkcs11/pkcs11-spy.so",
            "/usr/lib64/pkcs11-spy.so");
    Path log = directory.resolve("spy.log");
    TestToken spied = token.through(spy);
    SpiedImport.inOwnProcess(
        spied.settings(),
        spied.pinText(),
        Map.of("PKCS11SPY", token.library().toString(), "PKCS11SPY_OUTPUT", log.toString()));
    return Files.readString(log, UTF_8);
  }
}
