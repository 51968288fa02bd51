package io.keyferry.agent.hsm;

import io.keyferry.agent.hsm.testing.FaultInjector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A fresh NSS softokn token behind the fault injector, without a login yet. */
public final class UnopenedToken implements AutoCloseable {

  private final FaultInjector faults;
  private final TestToken made;

  /** Creates it in this folder. */
  public UnopenedToken(Path directory) throws Exception {
    TestToken real =
        TestTokenKind.NSS.make(Files.createDirectory(directory.resolve("token")), "keyferry");
    Path files = Files.createDirectory(directory.resolve("faults"));
    faults = new FaultInjector(real.library(), real.pinText(), files);
    made = real.through(faults.library());
  }

  public FaultInjector faults() {
    return faults;
  }

  public TokenSettings settings() {
    return made.settings();
  }

  public String pinText() {
    return made.pinText();
  }

  /** As the agent opens it. */
  public Token token() throws HsmException {
    return open();
  }

  TestToken made() {
    return made;
  }

  Token open() throws HsmException {
    return made.open();
  }

  @Override
  public void close() throws IOException, HsmException {
    faults.close();
  }
}
