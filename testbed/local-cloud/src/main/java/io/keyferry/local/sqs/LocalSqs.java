package io.keyferry.local.sqs;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.InetAddress;
import java.net.URI;
import java.util.Map;
import org.apache.pekko.actor.ActorSystem;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.regions.Region;

/**
 * ElasticMQ inside our JVM, on a free loopback port, in memory. It speaks the SQS JSON protocol and
 * accepts any credentials. No type of ElasticMQ leaves this class.
 */
public final class LocalSqs implements AutoCloseable {

  /** ElasticMQ's own default is DEBUG; every fault that matters reaches the client anyway. */
  private static final Map<String, String> QUIET =
      Map.of("pekko.loglevel", "OFF", "pekko.stdout-loglevel", "OFF");

  private final ActorSystem actors;
  private final URI endpoint;

  private LocalSqs(ActorSystem actors, URI endpoint) {
    this.actors = actors;
    this.endpoint = endpoint;
  }

  /**
   * Starts an empty service.
   *
   * @param region that of the queues' ARNs
   * @param account that of the queues' ARNs and URLs, twelve digits
   */
  public static LocalSqs start(Region region, String account) {
    Config config = ConfigFactory.parseMap(QUIET).withFallback(ConfigFactory.load());
    ActorSystem actors = ActorSystem.create("local-sqs", config);
    String loopback = InetAddress.getLoopbackAddress().getHostAddress();
    SQSRestServer server =
        SQSRestServerBuilder.withActorSystem(actors)
            .withInterface(loopback)
            .withDynamicPort()
            .withAWSRegion(region.id())
            .withAWSAccountId(account)
            .start();
    int port = server.waitUntilStarted().localAddress().getPort();
    return new LocalSqs(actors, URI.create("http://" + loopback + ":" + port));
  }

  /** The endpoint for SQS clients. */
  public URI endpoint() {
    return endpoint;
  }

  /** Stops the service; its queues are lost. */
  @Override
  public void close() {
    // The server's own stop waits up to a minute for open polls, and fails if it does.
    actors.terminate();
    actors.getWhenTerminated().toCompletableFuture().join();
  }
}
