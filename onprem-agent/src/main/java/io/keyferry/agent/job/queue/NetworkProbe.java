package io.keyferry.agent.job.queue;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** Checks whether SQS can be reached at all, with a request without credentials. */
public final class NetworkProbe {

  /** Why SQS cannot be reached. */
  public enum Obstacle {
    /** The name of SQS, or of the proxy, cannot be resolved. */
    NAME,
    /** The certificate comes from an untrusted authority, or TLS fails otherwise. */
    TLS,
    /** The proxy requires a password, or another one. */
    PROXY_PASSWORD,
    /** The proxy refuses the connection. */
    PROXY_REFUSES,
    /** There is no response. */
    NO_ANSWER
  }

  /** SQS cannot be reached. */
  public static final class UnreachableException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Obstacle obstacle;

    private UnreachableException(Obstacle obstacle, IOException cause) {
      super(words(cause), cause);
      this.obstacle = obstacle;
    }

    public Obstacle obstacle() {
      return obstacle;
    }

    private static String words(IOException cause) {
      return cause instanceof UnknownHostException
          ? "no address for " + cause.getMessage()
          : String.valueOf(cause.getMessage());
    }
  }

  private NetworkProbe() {}

  /**
   * Connects.
   *
   * @return how SQS is reached
   * @throws UnreachableException if SQS cannot be reached
   */
  public static String ask(CloudSettings cloud) throws UnreachableException {
    URI sqs = SqsBeans.endpoint(cloud);
    String way = cloud.outbound().through(sqs).map(HttpProxy::toString).orElse("no proxy");
    try {
      HttpURLConnection connection = cloud.outbound().open(sqs);
      connection.setRequestMethod("HEAD");
      demandAnswer(connection);
      connection.disconnect();
    } catch (IOException e) {
      throw new UnreachableException(obstacle(e), e);
    }
    return "%s responds, reached through %s, certificates from %s"
        .formatted(
            sqs, way, cloud.outbound().authorities().isPresent() ? "cloud.ca-file" : "the JDK");
  }

  /**
   * Any response from SQS will do. A response from the proxy does not count, although the JDK shows
   * its status.
   */
  private static void demandAnswer(HttpURLConnection connection) throws IOException {
    try {
      connection.getInputStream().close();
    } catch (IOException e) {
      boolean answered = connection.getHeaderField(0) != null && !isOfProxy(e);
      if (!answered || connection.getResponseCode() == HttpURLConnection.HTTP_PROXY_AUTH) {
        throw e;
      }
    }
  }

  private static boolean isOfProxy(IOException failure) {
    return String.valueOf(failure.getMessage()).startsWith("Unable to tunnel");
  }

  private static Obstacle obstacle(IOException cause) {
    String message = String.valueOf(cause.getMessage());
    return switch (cause) {
      case UnknownHostException _ -> Obstacle.NAME;
      case SSLException _ -> Obstacle.TLS;
      case IOException _ when message.contains(" 407") -> Obstacle.PROXY_PASSWORD;
      case IOException e when isOfProxy(e) -> Obstacle.PROXY_REFUSES;
      default -> Obstacle.NO_ANSWER;
    };
  }
}
