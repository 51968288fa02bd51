package io.keyferry.local.localstack;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a LocalStack is started: the command line, and the complete environment.
 *
 * @param words the program and its arguments
 */
public record LocalStackCommand(List<String> words, Map<String, String> environment) {

  private static final int PORT_IN_CONTAINER = 4566;

  /** No telemetry, no downloads. */
  private static final Map<String, String> QUIET =
      Map.of("DISABLE_EVENTS", "1", "SKIP_SSL_CERT_DOWNLOAD", "1");

  /**
   * In Python. The environment always says that this is not a container: in one, LocalStack would
   * write files to {@code /var/lib} and act as a name server.
   *
   * @param folder for all its files
   */
  public static LocalStackCommand inPython(Path python, int port, Path folder) {
    Map<String, String> environment = new HashMap<>(QUIET);
    environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    environment.put("HOME", folder.toString());
    environment.put("FILESYSTEM_ROOT", folder.resolve("files").toString());
    environment.put("LOCALSTACK_VOLUME_DIR", folder.resolve("volume").toString());
    environment.put("OVERRIDE_IN_DOCKER", "0");
    environment.put("DNS_ADDRESS", "0");
    // A Docker engine on this machine must not matter: LocalStack answers the same everywhere.
    environment.put("DOCKER_HOST", "unix://" + folder.resolve("no-docker.sock"));
    environment.put("GATEWAY_LISTEN", "127.0.0.1:" + port);
    return new LocalStackCommand(
        List.of(python.toString(), "-m", "localstack.runtime.main"), environment);
  }

  /**
   * In a container that is removed at its end.
   *
   * @param ours the environment of the {@code docker} command, which names its engine
   */
  public static LocalStackCommand inDocker(int port, Map<String, String> ours) {
    return new LocalStackCommand(
        List.of(
            "docker",
            "run",
            "--rm",
            "--name",
            "keyferry-localstack-" + port,
            "--publish",
            "127.0.0.1:" + port + ":" + PORT_IN_CONTAINER,
            "--env",
            "DISABLE_EVENTS=1",
            "--env",
            "SKIP_SSL_CERT_DOWNLOAD=1",
            "localstack/localstack:" + LocalStackSource.VERSION),
        Map.copyOf(ours));
  }
}
