package io.keyferry.local.cloud;

import io.keyferry.kmsemulator.protocol.KmsCall;
import io.keyferry.model.value.UtcTime;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Writes one line for each call that the local KMS answered. */
final class KmsCallLog {

  private KmsCallLog() {}

  /** Writes to a file {@code kms.log}. */
  static Consumer<KmsCall> in(Path folder) throws IOException {
    Path file = Files.createDirectories(folder).resolve("kms.log");
    PrintWriter log = new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8), true);
    return call ->
        log.printf(
            "%s %s %s %s %d ms%n",
            UtcTime.format(call.at()),
            call.operation(),
            call.keyArn().map(Object::toString).orElse("-"),
            call.error().orElse("ok"),
            call.took().toMillis());
  }
}
