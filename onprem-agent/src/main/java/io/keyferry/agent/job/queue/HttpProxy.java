package io.keyferry.agent.job.queue;

import io.keyferry.model.value.InvalidValueException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The proxy for HTTPS, from the JVM's properties or from the environment.
 *
 * @param user the name and password for the proxy
 * @param direct the hosts that are reached without the proxy
 * @param origin what names the proxy
 */
public record HttpProxy(
    String host,
    int port,
    Optional<PasswordAuthentication> user,
    List<Pattern> direct,
    String origin) {

  private static final String HOST = "https.proxyHost";
  private static final String PORT = "https.proxyPort";
  private static final String DIRECT = "http.nonProxyHosts";
  private static final List<String> PROXY_VARIABLES = List.of("https_proxy", "HTTPS_PROXY");
  private static final List<String> DIRECT_VARIABLES = List.of("no_proxy", "NO_PROXY");
  private static final String FORM = "http://HOST:PORT or http://USER:PASSWORD@HOST:PORT in ";
  private static final int PORT_OF_THE_PROPERTY = 443;
  private static final int PORT_OF_HTTP = 80;
  private static final int MAX_PORT = 65_535;

  public HttpProxy {
    direct = List.copyOf(direct);
  }

  /**
   * Returns the configured proxy. Properties take precedence.
   *
   * @throws InvalidValueException if the proxy is not usable; it does not quote the URL, which may
   *     contain a password
   */
  public static Optional<HttpProxy> of(
      Function<String, @Nullable String> properties, Map<String, String> environment) {
    Optional<String> host = value(properties.apply(HOST));
    return host.isPresent()
        ? Optional.of(ofProperties(host.get(), properties))
        : PROXY_VARIABLES.stream()
            .filter(name -> value(environment.get(name)).isPresent())
            .findFirst()
            .map(name -> ofVariable(name, environment));
  }

  private static Optional<String> value(@Nullable String text) {
    return Optional.ofNullable(text).map(String::strip).filter(given -> !given.isEmpty());
  }

  private static HttpProxy ofProperties(
      String host, Function<String, @Nullable String> properties) {
    int port =
        value(properties.apply(PORT)).map(text -> port(text, PORT)).orElse(PORT_OF_THE_PROPERTY);
    List<Pattern> direct =
        value(properties.apply(DIRECT)).stream()
            .flatMap(hosts -> Arrays.stream(hosts.split("\\|", -1)))
            .map(HttpProxy::glob)
            .toList();
    return new HttpProxy(host, port, Optional.empty(), direct, HOST);
  }

  private static int port(String text, String name) {
    try {
      int port = Integer.parseInt(text);
      if (port > 0 && port <= MAX_PORT) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Reported below.
    }
    throw InvalidValueException.of("a port from 1 to " + MAX_PORT + " in " + name, text);
  }

  private static HttpProxy ofVariable(String name, Map<String, String> environment) {
    String text = value(environment.get(name)).orElseThrow();
    URI url;
    try {
      url = URI.create(text.contains("://") ? text : "http://" + text);
    } catch (IllegalArgumentException e) {
      throw InvalidValueException.of(FORM + name, "other text");
    }
    if (!"http".equalsIgnoreCase(url.getScheme()) || url.getHost() == null) {
      throw InvalidValueException.of(FORM + name, url.getScheme() + "://…");
    }
    return new HttpProxy(
        url.getHost(),
        url.getPort() < 0 ? PORT_OF_HTTP : port(Integer.toString(url.getPort()), name),
        value(url.getRawUserInfo()).map(HttpProxy::user),
        direct(environment),
        name);
  }

  private static PasswordAuthentication user(String userInfo) {
    String[] parts = userInfo.split(":", 2);
    return new PasswordAuthentication(
        decoded(parts[0]), (parts.length > 1 ? decoded(parts[1]) : "").toCharArray());
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static List<Pattern> direct(Map<String, String> environment) {
    return DIRECT_VARIABLES.stream()
        .flatMap(name -> value(environment.get(name)).stream())
        .limit(1)
        .flatMap(hosts -> Arrays.stream(hosts.split("[,\\s]+", -1)))
        .map(entry -> entry.replaceFirst(":\\d+$", ""))
        .filter(entry -> !entry.isEmpty())
        .flatMap(HttpProxy::domain)
        .toList();
  }

  /** A name matches itself and its subdomains. */
  private static Stream<Pattern> domain(String entry) {
    String name = entry.replaceFirst("^\\*?\\.", "");
    return entry.equals("*") ? Stream.of(glob("*")) : Stream.of(glob(name), glob("*." + name));
  }

  private static Pattern glob(String text) {
    return Pattern.compile(
        Pattern.quote(text.strip().toLowerCase(Locale.ROOT)).replace("*", "\\E.*\\Q"));
  }

  /** Whether this host is reached through the proxy. */
  boolean isFor(String target) {
    String name = target.toLowerCase(Locale.ROOT);
    return direct.stream().noneMatch(pattern -> pattern.matcher(name).matches());
  }

  /** Resolves the address for each connection. */
  Proxy proxy() {
    return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(host, port));
  }

  /** Gives the password only to the proxy. */
  Optional<Authenticator> authenticator() {
    return user.map(known ->
        new Authenticator() {
          @Override
          protected @Nullable PasswordAuthentication getPasswordAuthentication() {
            return getRequestorType() == RequestorType.PROXY ? known : null;
          }
        });
  }

  /** Describes the proxy without the password. */
  @Override
  public String toString() {
    return "the proxy %s:%d (%s%s)"
        .formatted(host, port, origin, user.isPresent() ? ", with a password" : "");
  }
}
