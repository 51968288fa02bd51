package io.keyferry.local.token;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A key database of NSS softokn in a folder of its own. */
final class NssToken {

  private static final String LABEL = "keyferry-nss";
  private static final String PACKAGE = "libnss3-tools";

  /**
   * NSS stretches the PIN ten thousand times for every private object that it reads or writes. This
   * PIN is random and stored beside the database, so stretching would only cost time.
   */
  private static final Map<String, String> ENVIRONMENT =
      Map.of("NSS_MAX_MP_PBE_ITERATION_COUNT", "1");

  private NssToken() {}

  static PreparedToken prepare(Path folder) throws IOException, InterruptedException {
    Path database = Files.createDirectories(folder.resolve("nss"));
    Path pin = TokenTools.writePin(folder);
    Path library = TokenTools.library("libnss3", "libsoftokn3.so", "nss/libsoftokn3.so");
    TokenTools.run(
        PACKAGE, ENVIRONMENT, "certutil", "-N", "-d", "sql:" + database, "-f", pin.toString());
    String parameters =
        "configdir='sql:%s' certPrefix='' keyPrefix='' secmod='secmod.db' flags= dbTokenDescription='%s'"
            .formatted(database, LABEL);
    return new PreparedToken(library, LABEL, Optional.of(parameters), pin, ENVIRONMENT);
  }
}
