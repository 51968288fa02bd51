package io.keyferry.agent.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keyferry.agent.hsm.Pin;
import io.keyferry.agent.hsm.PinReveal;
import io.keyferry.agent.hsm.VendorTool;
import io.keyferry.agent.process.EffectiveUser;
import io.keyferry.agent.process.ProcessUser;
import io.keyferry.agent.systemd.testing.SystemTemp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PinSourceTest {

  private static final PinSource NOBODY = new PinSource(Map.of(), Optional.empty());

  @TempDir(factory = SystemTemp.class)
  Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"hush-4711", "hush-4711\n", "hush-4711\r\n"})
  void ignoresALineBreakAtTheEndOfTheFile(String content) throws Exception {
    assertRead(NOBODY, Optional.of(file("pin", content, "rw-------")), "hush-4711");
  }

  @Test
  void keepsBlanksInsideAndOtherScripts() throws Exception {
    assertRead(NOBODY, Optional.of(file("pin", "мой ключ 4711\n", "r--------")), "мой ключ 4711");
  }

  @ParameterizedTest
  @CsvSource({
    "'hush-4711 ', a leading or trailing blank",
    "' hush-4711\n', a leading or trailing blank",
    "'hush-4711\u00A0', a leading or trailing blank",
    "'hush-4711\n\n', an invisible character in it (U+000A)",
    "'hush-4711\r\n\r\n', an invisible character in it (U+000D)",
    "'hush-4711\r', an invisible character in it (U+000D)",
    "'hush-4711\nother', an invisible character in it (U+000A)",
    "'hush\t4711', an invisible character in it (U+0009)",
    "'hush\u00004711', an invisible character in it (U+0000)",
    "'hush\u200B4711', an invisible character in it (U+200B)",
    "'hush\u2028', an invisible character in it (U+2028)",
  })
  void refusesInvisibleCharactersInAPin(String content, String found) throws Exception {
    Path pin = file("pin", content, "rw-------");
    assertThatThrownBy(() -> NOBODY.read(Optional.of(pin), "luna"))
        .isInstanceOf(PinException.class)
        .hasMessageStartingWith("expected the token's PIN in " + pin + ", found " + found)
        .hasMessageNotContaining("hush")
        .hasMessageNotContaining("4711");
  }

  /** systemd provides an empty one if the file is missing. */
  @Test
  void emptyCredentialIsReportedWithWhereThePinIsStored() throws Exception {
    file("pkcs11-pin", "\n", "rw-------");
    PinSource service =
        new PinSource(Map.of("CREDENTIALS_DIRECTORY", directory.toString()), Optional.empty());
    assertThatThrownBy(() -> service.read(Optional.empty(), "luna"))
        .isInstanceOf(PinException.class)
        .hasMessageContaining(
            "found nothing: store the PIN with systemd-creds encrypt --name=pkcs11-pin");
  }

  @Test
  void refusesAByteOrderMark() throws Exception {
    Path pin = file("pin", "\uFEFFhush-4711", "rw-------");
    assertThatThrownBy(() -> NOBODY.read(Optional.of(pin), "luna"))
        .hasMessageContaining("found a byte order mark before it");
  }

  @Test
  void refusesADirectoryAPipeAndAFileOfAnotherUser() throws Exception {
    assertThatThrownBy(() -> NOBODY.read(Optional.of(directory), "luna"))
        .hasMessageContaining("found a directory");
    Path pipe = directory.resolve("pipe");
    VendorTool.run("mkfifo", "-m", "600", pipe.toString());
    assertThatThrownBy(() -> NOBODY.read(Optional.of(pipe), "luna"))
        .hasMessageContaining("found something other than a regular file");
    assumeTrue(ProcessUser.id() == 0);
    Path pin = file("pin", "hush-4711", "rw-------");
    Files.setAttribute(pin, "unix:uid", EffectiveUser.NOBODY);
    assertThatThrownBy(() -> NOBODY.read(Optional.of(pin), "luna"))
        .hasMessageContaining("the agent's user or root owns");
  }

  @Test
  void namesTheOwnerOfAnUnreadableFile() throws Exception {
    Path pin = file("pin", "hush-4711", ProcessUser.id() == 0 ? "rw-------" : "---------");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (EffectiveUser _ = EffectiveUser.withoutRights()) {
      assertThatThrownBy(() -> NOBODY.read(Optional.of(pin), "luna"))
          .isInstanceOf(PinException.class)
          .hasMessageContaining("found permission denied: " + pin + " (owner ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-"})
  void refusesAFileThatOthersCanReadOrWrite(String mode) throws Exception {
    Path pin = file("pin", "hush-4711", mode);
    assertThatThrownBy(() -> NOBODY.read(Optional.of(pin), "luna"))
        .isInstanceOf(PinException.class)
        .hasMessageEndingWith("chmod 600 " + pin)
        .hasMessageNotContaining("hush-4711");
  }

  @Test
  void refusesAnEmptyAMissingAndABrokenFile() throws Exception {
    Path empty = file("empty", "\n", "rw-------");
    assertThatThrownBy(() -> NOBODY.read(Optional.of(empty), "luna"))
        .isInstanceOf(PinException.class)
        .hasMessageContaining("found nothing");
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> NOBODY.read(Optional.of(missing), "luna"))
        .isInstanceOf(PinException.class)
        .hasMessageContaining("found no such file");
    Path broken = file("broken", "", "rw-------");
    Files.write(broken, new byte[] {'a', (byte) 0xff});
    assertThatThrownBy(() -> NOBODY.read(Optional.of(broken), "luna"))
        .isInstanceOf(PinException.class)
        .hasMessageContaining("UTF-8");
    Path large = file("large", "1".repeat(2000), "rw-------");
    assertThatThrownBy(() -> NOBODY.read(Optional.of(large), "luna"))
        .isInstanceOf(PinException.class)
        .hasMessageContaining("more than 1024 bytes");
  }

  @Test
  void acceptsTheSystemdCredentialWithItsAclMaskInTheGroupBits() throws Exception {
    file("pkcs11-pin", "hush-4711", "r--r-----");
    assertRead(systemd(), Optional.empty(), "hush-4711");
  }

  @Test
  void refusesACredentialThatEverybodyCanRead() throws Exception {
    file("pkcs11-pin", "hush-4711", "r--r--r--");
    assertThatThrownBy(() -> systemd().read(Optional.empty(), "luna"))
        .isInstanceOf(PinException.class);
  }

  @Test
  void prefersTheConfiguredFile() throws Exception {
    file("pkcs11-pin", "other", "r--------");
    assertRead(systemd(), Optional.of(file("pin", "hush-4711", "rw-------")), "hush-4711");
  }

  @Test
  void asksAtATerminal() throws Exception {
    PinSource typed =
        new PinSource(Map.of(), Optional.of(prompt -> Optional.of(prompt.strip().toCharArray())));
    assertRead(typed, Optional.empty(), "PIN of token 'luna':");
    PinSource nothing = new PinSource(Map.of(), Optional.of(prompt -> Optional.of(new char[0])));
    assertThatThrownBy(() -> nothing.read(Optional.empty(), "luna"))
        .isInstanceOf(PinException.class)
        .hasMessageContaining("typed at the terminal, found nothing");
    PinSource atNoTerminal = new PinSource(Map.of(), Optional.of(prompt -> Optional.empty()));
    assertThatThrownBy(() -> atNoTerminal.read(Optional.empty(), "luna"))
        .isInstanceOf(PinException.class)
        .hasMessageContaining("nor a terminal");
  }

  @Test
  void saysWhatToSetIfThereIsNoPin() {
    assertThatThrownBy(() -> NOBODY.read(Optional.empty(), "luna"))
        .isInstanceOf(PinException.class)
        .hasMessageContaining("token.pin-file")
        .hasMessageContaining("pkcs11-pin")
        .hasMessageContaining("terminal");
  }

  private PinSource systemd() {
    return new PinSource(Map.of("CREDENTIALS_DIRECTORY", directory.toString()), Optional.empty());
  }

  private Path file(String name, String content, String mode) throws IOException {
    Path file = Files.writeString(directory.resolve(name), content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private static void assertRead(PinSource source, Optional<Path> pinFile, String expected)
      throws PinException {
    try (Pin pin = source.read(pinFile, "luna")) {
      assertThat(PinReveal.text(pin)).isEqualTo(expected);
    }
  }
}
