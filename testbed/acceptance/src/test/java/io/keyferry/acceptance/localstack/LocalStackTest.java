package io.keyferry.acceptance.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.keyferry.local.localstack.LocalStack;
import io.keyferry.local.localstack.LocalStackCommand;
import io.keyferry.local.localstack.LocalStackHealth;
import io.keyferry.local.localstack.LocalStackSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How LocalStack is found and started. Whether it then works is for the tests that run on it. */
class LocalStackTest {

  @TempDir Path folder;

  @Test
  void usesARunningLocalStackAndLeavesItRunning() throws Exception {
    HttpServer server = server(200, "{\"version\": \"4.14.0\"}");
    try {
      URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
      try (LocalStack found = LocalStack.open(new LocalStackSource.Running(endpoint), folder)) {
        assertThat(found.version()).isEqualTo("4.14.0");
        assertThat(found.endpoint()).isEqualTo(endpoint);
      }
      assertThat(LocalStackHealth.version(endpoint)).isEqualTo("4.14.0");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void reportsWhatItFoundInPlaceOfARunningLocalStack() throws Exception {
    HttpServer server = server(404, "{}");
    URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    assertThatThrownBy(() -> LocalStack.open(new LocalStackSource.Running(endpoint), folder))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("expected a LocalStack at " + endpoint, "404");
    server.stop(0);

    assertThatThrownBy(() -> LocalStack.open(new LocalStackSource.Running(endpoint), folder))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("expected a LocalStack at " + endpoint, "ConnectException");
  }

  @Test
  void namesTheLogOfOneThatEndsBeforeItIsReady() throws Exception {
    Path python =
        Files.writeString(folder.resolve("python"), "#!/bin/sh\necho no module\nexit 1\n");
    Files.setPosixFilePermissions(python, PosixFilePermissions.fromString("rwx------"));

    assertThatThrownBy(() -> LocalStack.open(new LocalStackSource.InPython(python), folder))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(
            "ended before it was ready", folder.resolve("localstack.log") + "");
    assertThat(folder.resolve("localstack.log")).content().contains("no module");
  }

  @Test
  void inPythonItUsesOnlyItsFolderAndTheLoopbackAddressAndNoDockerEngine() {
    LocalStackCommand command =
        LocalStackCommand.inPython(Path.of("/python"), 4711, Path.of("/run/files"));

    assertThat(command.words()).containsExactly("/python", "-m", "localstack.runtime.main");
    assertThat(command.environment())
        .containsEntry("GATEWAY_LISTEN", "127.0.0.1:4711")
        .containsEntry("DISABLE_EVENTS", "1")
        .containsEntry("FILESYSTEM_ROOT", "/run/files/files")
        .containsEntry("HOME", "/run/files")
        .containsEntry("DOCKER_HOST", "unix:///run/files/no-docker.sock");
  }

  @Test
  void inDockerItIsPublishedOnTheLoopbackAddressOnlyAndRemovedAtItsEnd() {
    LocalStackCommand command = LocalStackCommand.inDocker(4711, Map.of("DOCKER_HOST", "engine"));

    assertThat(command.words())
        .startsWith("docker", "run", "--rm")
        .containsSubsequence("--publish", "127.0.0.1:4711:4566")
        .endsWith("localstack/localstack:4.14.0");
    assertThat(command.environment()).containsExactly(Map.entry("DOCKER_HOST", "engine"));
  }

  private static HttpServer server(int status, String body) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/_localstack/health",
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    return server;
  }
}
