package io.keyferry.local.gate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests as different SDKs sign them: each chooses the headers that its signature covers. */
class SignatureTest {

  /** From AWS's examples of Signature Version 4 (AWS General Reference). */
  private static final Credentials EXAMPLE =
      Credentials.of("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");

  private static final String LIST_USERS = "/?Action=ListUsers&Version=2010-05-08";

  @Test
  void theExampleOfAwsHolds() {
    assertThat(listUsers(EXAMPLE, "GET", LIST_USERS, "iam.amazonaws.com", "")).isTrue();
  }

  @Test
  void theOrderOfTheParametersDoesNotMatter() {
    assertThat(
            listUsers(
                EXAMPLE, "GET", "/?Version=2010-05-08&Action=ListUsers", "iam.amazonaws.com", ""))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /?Action=ListUsers&Version=2010-05-08, iam.amazonaws.com, ''",
    "GET, /?Action=ListRoles&Version=2010-05-08, iam.amazonaws.com, ''",
    "GET, /users?Action=ListUsers&Version=2010-05-08, iam.amazonaws.com, ''",
    "GET, /?Action=ListUsers&Version=2010-05-08, sts.amazonaws.com, ''",
    "GET, /?Action=ListUsers&Version=2010-05-08, iam.amazonaws.com, more"
  })
  void requestChangedAfterSigningIsRefused(String method, String path, String host, String body) {
    assertThat(listUsers(EXAMPLE, method, path, host, body)).isFalse();
  }

  @Test
  void anotherSecretIsRefused() {
    assertThat(
            listUsers(
                Credentials.of("AKIDEXAMPLE", "another"),
                "GET",
                LIST_USERS,
                "iam.amazonaws.com",
                ""))
        .isFalse();
  }

  @Test
  void requestWithAnUnsignedOperationIsRefused() {
    Headers headers = headers("iam.amazonaws.com");
    headers.add("X-Amz-Target", "TrentService.ScheduleKeyDeletion");
    assertThat(listUsers(EXAMPLE, "GET", LIST_USERS, headers, "")).isFalse();
  }

  @Test
  void irrelevantHeaderMayBeUnsigned() {
    Headers headers = headers("iam.amazonaws.com");
    headers.add("User-Agent", "curl");
    headers.add("amz-sdk-request", "attempt=1");
    assertThat(listUsers(EXAMPLE, "GET", LIST_USERS, headers, "")).isTrue();
  }

  private static Headers headers(String host) {
    Headers headers = new Headers();
    headers.add("Host", host);
    headers.add("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    headers.add("X-Amz-Date", "20150830T123600Z");
    return headers;
  }

  private static boolean listUsers(
      Credentials key, String method, String path, String host, String body) {
    return listUsers(key, method, path, headers(host), body);
  }

  private static boolean listUsers(
      Credentials key, String method, String path, Headers headers, String body) {
    Signature signature =
        new Signature(
            "AKIDEXAMPLE",
            "us-east-1",
            "iam",
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request,"
                + " SignedHeaders=content-type;host;x-amz-date,"
                + " Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
    return signature.isBy(key, method, URI.create(path), headers, body.getBytes(UTF_8));
  }
}
