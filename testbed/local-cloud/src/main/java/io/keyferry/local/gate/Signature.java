package io.keyferry.local.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.keyferry.model.value.Sha256;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The signature of a request (Signature Version 4), checked by recomputing it. */
record Signature(String accessKeyId, String region, String service, String authorization) {

  /** The max difference of a caller's clock. */
  private static final Duration SKEW = Duration.ofMinutes(15);

  private static final Pattern HEADER =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=(?<id>[^/]+)/(?<day>\\d{8})/(?<region>[^/]+)/(?<service>[^/]+)"
              + "/aws4_request, ?SignedHeaders=(?<signed>[^,]+), ?Signature=(?<signature>[0-9a-f]{64})");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** The signature of a request, if it has one. */
  static Optional<Signature> of(HttpExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    return Optional.ofNullable(header)
        .map(HEADER::matcher)
        .filter(Matcher::matches)
        .map(m -> new Signature(m.group("id"), m.group("region"), m.group("service"), header));
  }

  /** Whether it was made at about this time. */
  boolean isOf(Instant now, HttpExchange exchange) {
    String date = exchange.getRequestHeaders().getFirst("X-Amz-Date");
    try {
      return date != null
          && Duration.between(TIME.parse(date, Instant::from), now).abs().compareTo(SKEW) <= 0;
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** Whether it was made with this key over this request. */
  boolean isBy(Credentials key, HttpExchange exchange, byte[] body) {
    return isBy(
        key,
        exchange.getRequestMethod(),
        exchange.getRequestURI(),
        exchange.getRequestHeaders(),
        body);
  }

  /**
   * Whether it was made with this key over this request. It covers the headers that it names, and
   * each SDK chooses its own; {@code host} and all {@code x-amz-*} must be among them (IAM User
   * Guide, "Create a signed AWS API request").
   */
  boolean isBy(Credentials key, String method, URI uri, Headers headers, byte[] body) {
    Matcher matcher = HEADER.matcher(authorization);
    String date = headers.getFirst("X-Amz-Date");
    if (!matcher.matches() || date == null || !isTokenOf(key, headers)) {
      return false;
    }
    String day = matcher.group("day");
    List<String> signed = List.of(matcher.group("signed").split(";"));
    if (!date.startsWith(day)
        || !signed.stream().allMatch(headers::containsKey)
        || !headers.keySet().stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .filter(name -> name.equals("host") || name.startsWith("x-amz-"))
            .allMatch(signed::contains)) {
      return false;
    }
    StringJoiner canonical =
        new StringJoiner("\n").add(method).add(encodedPath(uri)).add(sortedQuery(uri));
    for (String name : signed) {
      canonical.add(
          headers.getOrDefault(name, List.of()).stream()
              .map(value -> value.strip().replaceAll(" +", " "))
              .collect(Collectors.joining(",", name + ":", "")));
    }
    canonical.add("").add(String.join(";", signed)).add(Sha256.of(body).hex());
    String toSign =
        String.join(
            "\n",
            "AWS4-HMAC-SHA256",
            date,
            String.join("/", day, region, service, "aws4_request"),
            Sha256.of(canonical.toString().getBytes(UTF_8)).hex());
    byte[] signing = ("AWS4" + key.secret()).getBytes(UTF_8);
    for (String part : List.of(day, region, service, "aws4_request")) {
      signing = hmac(signing, part);
    }
    return MessageDigest.isEqual(
        hmac(signing, toSign), HexFormat.of().parseHex(matcher.group("signature")));
  }

  /** Encoded once more than sent, as in every service except Amazon S3. */
  private static String encodedPath(URI uri) {
    String path = uri.getRawPath();
    return path.isEmpty() ? "/" : path.replace("%", "%25");
  }

  private static String sortedQuery(URI uri) {
    return uri.getRawQuery() == null
        ? ""
        : Stream.of(uri.getRawQuery().split("&"))
            .map(parameter -> parameter.contains("=") ? parameter : parameter + "=")
            .sorted()
            .collect(Collectors.joining("&"));
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isTokenOf(Credentials key, Headers headers) {
    return key.sessionToken().equals(Optional.ofNullable(headers.getFirst("X-Amz-Security-Token")));
  }
}
