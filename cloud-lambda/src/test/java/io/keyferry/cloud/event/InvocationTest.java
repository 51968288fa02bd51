package io.keyferry.cloud.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class InvocationTest {

  @Test
  void readsTheIamPrincipalOfAnHttpCaller() throws IOException {
    String event =
        "{\"version\":\"2.0\",\"requestContext\":{\"http\":{\"method\":\"POST\"},\"authorizer\":{\"iam\":{"
            + "\"accessKey\":\"AKIA\",\"accountId\":\"111122223333\",\"callerId\":\"AIDA\",\"cognitoIdentity\":null,"
            + "\"principalOrgId\":\"o-1\",\"userArn\":\"arn:aws:iam::111122223333:user/bo\",\"userId\":\"AIDA\"}}}}";
    assertThat(read(event))
        .isInstanceOfSatisfying(
            Invocation.Http.class,
            http -> assertThat(http.principal()).contains("arn:aws:iam::111122223333:user/bo"));
  }

  @Test
  void knowsNoPrincipalWhereTheRouteAsksForNone() throws IOException {
    assertThat(read("{\"version\":\"2.0\",\"requestContext\":{\"http\":{\"method\":\"POST\"}}}"))
        .isInstanceOfSatisfying(
            Invocation.Http.class, http -> assertThat(http.principal()).isEmpty());
  }

  private static Invocation read(String event) throws IOException {
    return Invocation.http(new ByteArrayInputStream(event.getBytes(UTF_8)));
  }
}
