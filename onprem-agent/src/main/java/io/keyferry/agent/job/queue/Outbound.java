package io.keyferry.agent.job.queue;

import io.keyferry.model.value.InvalidValueException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * How to reach AWS: the proxy and the trusted certificate authorities.
 *
 * @param authorities makes TLS connections; absent to use the JDK's trust store
 */
public record Outbound(Optional<HttpProxy> proxy, Optional<SSLSocketFactory> authorities) {

  /** Without a proxy, with the JDK's trust store. */
  public static final Outbound DIRECT = new Outbound(Optional.empty(), Optional.empty());

  private static final String TUNNELING = "jdk.http.auth.tunneling.disabledSchemes";
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** More than the max poll of 20 s. */
  private static final Duration READ = Duration.ofSeconds(30);

  static {
    // Read when the JDK opens its first connection. Unless empty, no proxy gets a password.
    if (System.getProperty(TUNNELING) == null) {
      System.setProperty(TUNNELING, "");
    }
  }

  /**
   * Trusts these certificate authorities and no others.
   *
   * @param pem one certificate or more
   * @throws InvalidValueException if the PEM contains anything else
   */
  public static SSLSocketFactory authorities(byte[] pem) {
    try {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem));
      if (certificates.isEmpty()) {
        throw InvalidValueException.of("certificates as PEM", "none");
      }
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate certificate : certificates) {
        store.setCertificateEntry("ca-" + store.size(), certificate);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException | IOException e) {
      throw InvalidValueException.of(
          "certificates as PEM", pem.length + " bytes that are not certificates");
    }
  }

  /** Returns a connection that is not yet open. */
  HttpURLConnection open(URI url) throws IOException {
    Optional<HttpProxy> through = through(url);
    HttpURLConnection connection =
        (HttpURLConnection)
            url.toURL().openConnection(through.map(HttpProxy::proxy).orElse(Proxy.NO_PROXY));
    connection.setConnectTimeout(Math.toIntExact(CONNECT.toMillis()));
    connection.setReadTimeout(Math.toIntExact(READ.toMillis()));
    connection.setInstanceFollowRedirects(false);
    through.flatMap(HttpProxy::authenticator).ifPresent(connection::setAuthenticator);
    if (connection instanceof HttpsURLConnection https) {
      authorities.ifPresent(https::setSSLSocketFactory);
    }
    return connection;
  }

  /** The proxy for this URL. Plain HTTP is only for tests, and never uses a proxy. */
  Optional<HttpProxy> through(URI url) {
    return proxy.filter(
        known -> "https".equalsIgnoreCase(url.getScheme()) && known.isFor(url.getHost()));
  }
}
