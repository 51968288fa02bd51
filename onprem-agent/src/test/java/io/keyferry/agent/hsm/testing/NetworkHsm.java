package io.keyferry.agent.hsm.testing;

import io.keyferry.agent.hsm.VendorTool;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A token behind a connection that can be lost: p11-kit's server in front of its library, p11-kit's
 * client in the processes that use it. One {@code C_Initialize} is one connection, one process of
 * the server's and one login.
 *
 * <p>The behavior is that of p11-kit 0.24: once the connection is lost, before or during a call,
 * every call returns {@code CKR_DEVICE_ERROR} at once and forever, including {@code C_OpenSession},
 * whether or not the server is back. {@code C_Finalize}, which succeeds, followed by {@code
 * C_Initialize} recovers. {@code C_Initialize} succeeds while the server is unreachable too; there
 * is no slot then, and there will be none before the next {@code C_Finalize}. Object and session
 * handles start again from the same numbers. It passes on RSA, OAEP with its parameters, ECDSA, AES
 * and generic key generation and HMAC except SHA-224; it hides what it does not know: every AES key
 * wrap, AES-CMAC, Edwards curves.
 */
public final class NetworkHsm implements AutoCloseable {

  /** The environment variable in which the client finds the server. */
  public static final String ADDRESS_VARIABLE = "P11_KIT_SERVER_ADDRESS";

  private final ProcessBuilder server;
  private final Path socketFolder;
  private final Path socket;
  private final Path log;
  private Optional<Process> running = Optional.empty();

  /**
   * @param library the library to serve; it must work without library parameters
   * @param label of the one token to serve
   * @param environment the variables that the library needs
   * @param log for the server's standard error
   */
  public NetworkHsm(Path library, String label, Map<String, String> environment, Path log)
      throws IOException {
    this.log = log;
    // The path of a socket has at most 107 characters, and that of the build's folder may be long.
    socketFolder = Files.createTempDirectory(Path.of("/tmp"), "hsm");
    socket = socketFolder.resolve("socket");
    server =
        new ProcessBuilder(
            serverProgram().toString(),
            "--foreground",
            "--name",
            socket.toString(),
            "--provider",
            library.toString(),
            "pkcs11:token=" + label);
    server.environment().putAll(environment);
    server.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
  }

  private static Path serverProgram() throws IOException {
    return VendorTool.library(
        "p11-kit", "/usr/libexec/p11-kit/p11-kit-server", "/usr/lib/p11-kit/p11-kit-server");
  }

  /** The library that a user of the HSM loads. */
  public static Path client() throws IOException {
    return VendorTool.library(
        "p11-kit-modules",
        "/usr/lib/x86_64-linux-gnu/pkcs11/p11-kit-client.so",
        "/usr/lib64/pkcs11/p11-kit-client.so");
  }

  /** The value of {@link #ADDRESS_VARIABLE}, the same after every start. */
  public String address() {
    return "unix:path=" + socket;
  }

  /** Starts it, and returns when it accepts connections. */
  public void start() throws IOException {
    Process process = server.start();
    running = Optional.of(process);
    BufferedReader output = process.inputReader();
    if (Optional.ofNullable(output.readLine()).isEmpty()) {
      throw new IOException("the server did not start: " + Files.readString(log));
    }
  }

  /** Kills it and all its connections, whatever they are doing. */
  public void kill() {
    running.ifPresent(this::kill);
    running = Optional.empty();
  }

  /** The connections first: their parent must reap them. */
  private void kill(Process process) {
    List<ProcessHandle> connections = process.children().toList();
    connections.forEach(ProcessHandle::destroyForcibly);
    connections.forEach(connection -> connection.onExit().join());
    process.destroyForcibly();
    process.onExit().join();
    // Another client may have connected meanwhile.
    ProcessHandle.allProcesses().filter(this::isOurs).forEach(ProcessHandle::destroyForcibly);
  }

  private boolean isOurs(ProcessHandle process) {
    return process.info().arguments().stream()
        .flatMap(Arrays::stream)
        .anyMatch(socket.toString()::equals);
  }

  @Override
  public void close() throws IOException {
    kill();
    Files.deleteIfExists(socket);
    Files.delete(socketFolder);
  }
}
