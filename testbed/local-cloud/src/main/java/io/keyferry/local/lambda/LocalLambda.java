package io.keyferry.local.lambda;

import io.keyferry.local.http.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * AWS Lambda on this machine: the functions' processes, and Lambda's Invoke API in front of them.
 */
public final class LocalLambda implements AutoCloseable {

  private final LambdaSettings settings;
  private final Map<String, FunctionProcess> functions;
  private final EventInvoker events;
  private final LoopbackServer server;

  private LocalLambda(LambdaSettings settings, Map<String, FunctionProcess> functions, int port)
      throws IOException {
    this.settings = settings;
    this.functions = functions;
    this.events = new EventInvoker(settings.eventRetryDelays());
    this.server = LoopbackServer.start(port, new InvokeEndpoint(this, events)::handle);
  }

  /**
   * Deploys the functions, without starting a process, and starts the Invoke API.
   *
   * @param port of the Invoke API; zero for any free one
   * @throws io.keyferry.model.value.InvalidValueException if the runtime library is not in its
   *     folder
   */
  public static LocalLambda start(LambdaSettings settings, List<Function> functions, int port)
      throws IOException {
    RuntimeClient client = RuntimeClient.prepare(settings.runtimeLibrary(), settings.workFolder());
    Map<String, FunctionProcess> deployed = new LinkedHashMap<>();
    for (Function function : functions) {
      deployed.put(function.name(), FunctionProcess.deploy(function, settings, client));
    }
    return new LocalLambda(settings, Map.copyOf(deployed), port);
  }

  /** The endpoint for Lambda clients. */
  public URI endpoint() {
    return server.uri();
  }

  /**
   * A deployed function.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public FunctionProcess function(String name) {
    return find(name)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "expected one of the functions " + functions.keySet() + ", found " + name));
  }

  Optional<FunctionProcess> find(String name) {
    return Optional.ofNullable(functions.get(name));
  }

  LambdaSettings settings() {
    return settings;
  }

  /**
   * Starts a process for each of these functions, and waits until it requests its first invocation.
   *
   * @throws FunctionStartException if one ended or took too long instead
   */
  public void warm(List<String> names) throws InterruptedException {
    List<FunctionProcess> wanted = names.stream().map(this::function).toList();
    wanted.forEach(FunctionProcess::start);
    for (FunctionProcess function : wanted) {
      function.awaitReady();
    }
  }

  /** Stops everything; invocations in progress fail, waiting retries are dropped. */
  @Override
  public void close() {
    server.close();
    events.close();
    functions.values().forEach(FunctionProcess::close);
  }
}
