package io.keyferry.agent.hsm;

import io.keyferry.agent.hsm.testing.FaultInjector;
import io.keyferry.agent.hsm.testing.NetworkHsm;
import io.keyferry.model.value.KeySpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A fresh token behind a connection, with a fault injector at both ends: in front of the client,
 * where a call is held before the connection is used or after it returned an answer, and in the
 * HSM, where a call is held while the client waits for it.
 */
final class NetworkToken implements AutoCloseable {

  private final FaultInjector inHsm;
  private final FaultInjector beforeClient;
  private final NetworkHsm hsm;
  private final TestToken made;

  NetworkToken(TestTokenKind kind, Path directory) throws IOException, HsmException {
    TestToken real = kind.make(Files.createDirectory(directory.resolve("token")), "keyferry");
    inHsm = injector(real.library(), real, directory.resolve("in-hsm"));
    Optional<String> parameters = real.settings().libraryParameters();
    if (parameters.isPresent()) {
      inHsm.libraryParameters(parameters.get());
    }
    hsm = new NetworkHsm(inHsm.library(), "keyferry", Map.of(), directory.resolve("server.log"));
    beforeClient = injector(NetworkHsm.client(), real, directory.resolve("before-client"));
    beforeClient.environment(NetworkHsm.ADDRESS_VARIABLE, hsm.address());
    made =
        new TestToken(
            new TokenSettings(
                beforeClient.library(), "keyferry", Optional.empty(), Optional.empty()),
            real.pinText());
  }

  private static FaultInjector injector(Path library, TestToken real, Path folder)
      throws IOException {
    return new FaultInjector(library, real.pinText(), Files.createDirectory(folder));
  }

  FaultInjector inHsm() {
    return inHsm;
  }

  FaultInjector beforeClient() {
    return beforeClient;
  }

  NetworkHsm hsm() {
    return hsm;
  }

  TestToken made() {
    return made;
  }

  static HsmKey generate(TokenSession session) throws HsmException {
    return session
        .keys()
        .generate(KeySpec.SYMMETRIC_DEFAULT, OpenToken.newId(), "network", KeyTemplate.LUNA_GUIDE);
  }

  /** The number of keys that a new login finds. */
  int keys() throws HsmException {
    try (Token token = made.open();
        TokenSession session = token.openSession()) {
      return session.keys().list().size();
    }
  }

  @Override
  public void close() throws IOException, HsmException {
    beforeClient.close();
    hsm.close();
    inHsm.close();
  }
}
