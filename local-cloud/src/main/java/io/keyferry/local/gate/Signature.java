package io.keyferry.local.gate;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;

/** The signature of a request (Signature Version 4), checked by signing the same request again. */
record Signature(String accessKeyId, String region, String service, String authorization) {

  /** By so much a caller's clock may be wrong. */
  private static final Duration SKEW = Duration.ofMinutes(15);

  private static final Pattern HEADER =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=(?<id>[^/]+)/\\d{8}/(?<region>[^/]+)/(?<service>[^/]+)"
              + "/aws4_request, ?SignedHeaders=(?<signed>[^,]+), ?Signature=(?<signature>[0-9a-f]{64})");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** That of a request, if it has one. */
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
    Matcher matcher = HEADER.matcher(authorization);
    Headers headers = exchange.getRequestHeaders();
    String date = headers.getFirst("X-Amz-Date");
    if (!matcher.matches() || date == null || !isTokenOf(key, headers)) {
      return false;
    }
    List<String> signed = List.of(matcher.group("signed").split(";"));
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.fromValue(exchange.getRequestMethod()))
            .uri(
                URI.create("http://" + headers.getFirst("Host"))
                    .resolve(exchange.getRequestURI().toString()));
    for (String name : signed) {
      List<String> values = headers.get(name);
      if (values == null) {
        return false;
      }
      if (!name.equals("host")
          && !name.equals("x-amz-date")
          && !name.equals("x-amz-security-token")) {
        request.putHeader(name, values);
      }
    }
    Instant at = TIME.parse(date, Instant::from);
    SdkHttpRequest again =
        AwsV4HttpSigner.create()
            .sign(r ->
                r.identity(key.forSdk())
                    .request(request.build())
                    .payload(ContentStreamProvider.fromByteArray(body))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                    .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(at, ZoneOffset.UTC)))
            .request();
    Matcher own = HEADER.matcher(again.firstMatchingHeader("Authorization").orElse(""));
    return own.matches()
        && MessageDigest.isEqual(
            own.group("signature").getBytes(StandardCharsets.US_ASCII),
            matcher.group("signature").getBytes(StandardCharsets.US_ASCII));
  }

  private static boolean isTokenOf(Credentials key, Headers headers) {
    return key.sessionToken().equals(Optional.ofNullable(headers.getFirst("X-Amz-Security-Token")));
  }
}
