package io.keyferry.agent.hsm;

import io.keyferry.agent.hsm.testing.FaultInjector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import sun.security.pkcs11.wrapper.PKCS11Exception;

/** A fresh token behind the fault injector, open both as the agent sees it and raw. */
final class FaultyToken implements AutoCloseable {

  private final FaultInjector faults;
  private final TestToken made;
  private final OpenToken open;

  FaultyToken(TestTokenKind kind, Path directory) throws Exception {
    Path files = Files.createDirectory(directory.resolve("faults"));
    TestToken real = kind.make(Files.createDirectory(directory.resolve("token")), "keyferry");
    faults = new FaultInjector(real.library(), real.pinText(), files);
    made = real.through(faults.library());
    open = new OpenToken(made);
  }

  FaultInjector faults() {
    return faults;
  }

  TestToken made() {
    return made;
  }

  Token token() {
    return open.token();
  }

  RawToken raw() {
    return open.raw();
  }

  /** One raw {@code C_GenerateKey} of a token key. */
  long generate() throws PKCS11Exception {
    return raw().generateAes(Map.of());
  }

  int count() throws PKCS11Exception {
    return raw().countObjects();
  }

  @Override
  public void close() throws IOException, HsmException, PKCS11Exception {
    faults.clear();
    try {
      open.close();
    } finally {
      faults.close();
    }
  }
}
