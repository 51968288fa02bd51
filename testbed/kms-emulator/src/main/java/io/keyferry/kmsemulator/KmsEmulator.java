package io.keyferry.kmsemulator;

import com.sun.net.httpserver.HttpServer;
import io.keyferry.kmsemulator.environment.KmsEnvironment;
import io.keyferry.kmsemulator.key.Regions;
import io.keyferry.kmsemulator.key.WrappingKeyPairs;
import io.keyferry.kmsemulator.operation.KmsOperations;
import io.keyferry.kmsemulator.quota.Throttle;
import io.keyferry.kmsemulator.value.WrappingKeySpec;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * A KMS on this machine. It speaks KMS's JSON 1.1 protocol to any SDK and to the AWS CLI, on the
 * loopback address only, and does real cryptography. All state is in memory.
 *
 * <p>It checks no signature and no permission: every caller that reaches the port is the account's
 * root.
 */
public final class KmsEmulator implements AutoCloseable {

  /** The warning that is logged when an emulator starts. */
  public static final String NOTICE =
      "This KMS is an emulator for tests and demonstrations. It checks no caller and protects no"
          + " key.";

  private static final Duration QUIET = Duration.ofSeconds(2);
  private static final Duration POLL = Duration.ofMillis(20);

  private static final System.Logger LOG = System.getLogger(KmsEmulator.class.getName());

  static {
    // Without it an answer waits 40 ms for the client's delayed acknowledgement. The JDK reads it
    // once per process, when its HTTP server is first used.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService requests;
  private final WrappingKeyPairs wrappingKeyPairs;
  private final KmsFaults faults;
  private final KeyViews keys;

  private KmsEmulator(
      HttpServer server,
      ExecutorService requests,
      WrappingKeyPairs wrappingKeyPairs,
      KmsFaults faults,
      KeyViews keys) {
    this.server = server;
    this.requests = requests;
    this.wrappingKeyPairs = wrappingKeyPairs;
    this.faults = faults;
    this.keys = keys;
  }

  /**
   * Starts listening.
   *
   * @throws IOException if the port cannot be bound
   */
  public static KmsEmulator start(KmsEmulatorSettings settings) throws IOException {
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port());
    HttpServer server = HttpServer.create(address, 0);
    KmsFaults faults = new KmsFaults();
    WrappingKeyPairs pairs =
        new WrappingKeyPairs(settings.wrappingKeys(), QUIET, settings.sources().random());
    ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
    Regions regions = regions(settings);
    SequencedMap<String, RegionalKms> kms = new LinkedHashMap<>();
    regions.forEach((region, keys) ->
        kms.put(
            region,
            new RegionalKms(
                new Throttle(settings.behavior().requestQuotas(), settings.sources().clock())
                    .before(
                        KmsOperations.over(
                            keys,
                            keys.environment(),
                            regions,
                            settings.behavior().times(),
                            pairs::take)),
                new KmsCalls(keys, settings.sources().clock(), faults, settings.callLog()))));
    server.createContext("/", new KmsEndpoint(kms, settings.sources().random()));
    server.createContext(KeyCheckValueRoute.PATH, new KeyCheckValueRoute(regions));
    server.setExecutor(requests);
    server.start();
    KmsEmulator emulator = new KmsEmulator(server, requests, pairs, faults, new KeyViews(regions));
    LOG.log(Level.INFO, NOTICE + " It listens at " + emulator.endpoint() + ".");
    return emulator;
  }

  private static Regions regions(KmsEmulatorSettings settings) {
    KmsEmulatorSettings.Sources sources = settings.sources();
    return Regions.of(
        settings.regions(),
        name ->
            new KmsEnvironment(
                name, settings.account(), sources.clock(), sources.random(), settings.behavior()));
  }

  /** The URL for {@code --endpoint-url} or {@code endpointOverride}. */
  public URI endpoint() {
    InetSocketAddress address = server.getAddress();
    return URI.create("http://" + address.getHostString() + ":" + address.getPort());
  }

  /**
   * The key that this name identifies in a request to that Region: by id, key ARN, alias or alias
   * ARN. Empty if KMS would not find it: unknown, deleted, or of another Region, account or
   * partition.
   *
   * @param region from the request's credential scope; ignored if the emulator has only one Region
   */
  public Optional<KeyView> key(String region, String keyIdOrArnOrAlias) {
    return keys.byName(region, keyIdOrArnOrAlias);
  }

  /**
   * The key that a request to that Region needs for this symmetric ciphertext. Empty if the
   * ciphertext is malformed (an RSA ciphertext counts as malformed), or names a key that KMS would
   * not find.
   *
   * @param region as for {@link #key}
   */
  public Optional<KeyView> keyOfCiphertext(String region, byte[] ciphertext) {
    return keys.byCiphertext(region, ciphertext);
  }

  /** Waits until this many wrapping key pairs are ready; at most as many as are kept ready. */
  public void awaitKeyPairs(WrappingKeySpec spec, int count) {
    while (wrappingKeyPairs.readyCount(spec) < count && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /** The switch for fault injection. */
  public KmsFaults faults() {
    return faults;
  }

  /** Stops at once and discards every key. Requests in progress lose their answer. */
  @Override
  public void close() {
    wrappingKeyPairs.close();
    server.stop(0);
    requests.shutdownNow();
  }
}
