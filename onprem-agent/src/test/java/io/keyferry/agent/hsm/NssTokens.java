package io.keyferry.agent.hsm;

import io.keyferry.agent.hsm.token.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Creates an NSS softokn token: a key database of {@code certutil}'s. */
final class NssTokens {

  private static final String PIN = "nss-test-pin";

  private NssTokens() {}

  static TestToken make(Path directory, String label) throws IOException, HsmException {
    TestToken token = at(directory, label);
    Tokens.finalizeLibrary(token.library());
    Path pinFile = Files.writeString(directory.resolve("pin"), PIN);
    VendorTool.run("certutil", "-N", "-d", "sql:" + directory, "-f", pinFile.toString());
    return token;
  }

  /** The token of an existing key database. */
  static TestToken at(Path directory, String label) throws IOException {
    Path library =
        VendorTool.library(
            "libnss3",
            "/usr/lib/x86_64-linux-gnu/libsoftokn3.so",
            "/usr/lib/x86_64-linux-gnu/nss/libsoftokn3.so",
            "/usr/lib64/libsoftokn3.so");
    String parameters =
        "configdir='sql:%s' certPrefix='' keyPrefix='' secmod='secmod.db' flags= dbTokenDescription='%s'"
            .formatted(directory, label);
    return new TestToken(
        new TokenSettings(library, label, Optional.empty(), Optional.of(parameters)), PIN);
  }
}
