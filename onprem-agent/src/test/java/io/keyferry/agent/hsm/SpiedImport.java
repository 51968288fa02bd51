package io.keyferry.agent.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.keyferry.agent.hsm.token.Tokens;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingAlgorithm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that the agent does in a token, in a process of its own because the spy reads its
 * settings from the environment. The lines of the standard input are the library, the label, the
 * library's parameters and the PIN.
 */
final class SpiedImport {

  private SpiedImport() {}

  /**
   * @throws IOException with its output, if it fails
   */
  static void inOwnProcess(TokenSettings settings, String pin, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-exports=jdk.crypto.cryptoki/sun.security.pkcs11.wrapper=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            SpiedImport.class.getName());
    builder.environment().putAll(environment);
    String input =
        String.join(
            "\n",
            settings.library().toString(),
            settings.label(),
            settings.libraryParameters().orElse(""),
            pin);
    VendorTool.run(builder, input);
  }

  public static void main(String[] args) throws IOException, HsmException {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      Path library = Path.of(lines.readLine());
      String label = lines.readLine();
      Optional<String> parameters = Optional.of(lines.readLine()).filter(line -> !line.isEmpty());
      TokenSettings settings = new TokenSettings(library, label, Optional.empty(), parameters);
      try (Pin pin = new Pin(lines.readLine().toCharArray());
          Token token = Tokens.open(settings, pin, LoginGuard.NONE);
          TokenSession session = token.openSession()) {
        everything(session);
      }
    }
  }

  private static void everything(TokenSession session) throws HsmException {
    AgentKey agentKey = session.agentKeys().findOrGenerate("agent");
    session.agentKeys().sign(agentKey, new byte[32]);
    HsmKey key =
        session
            .keys()
            .generate(
                KeySpec.SYMMETRIC_DEFAULT, OpenToken.newId(), "spied", KeyTemplate.LUNA_GUIDE);
    session.keys().find(key.id());
    session.keys().list();
    Unwrapping kms = new Unwrapping(2048);
    try (WrappingKey wrappingKey = session.wrapping().importKey(kms.publicKey())) {
      session.wrapping().wrap(WrappingAlgorithm.RSAES_OAEP_SHA_1, wrappingKey, key);
    }
  }
}
