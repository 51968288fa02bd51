package io.keyferry.cloud.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.keyferry.model.value.InvalidValueException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes in place of Lambda's events: a call, an HTTP request, a batch of messages. */
class InvocationFuzzTest {

  @MethodSource
  @FuzzTest(maxDuration = "30s")
  void readsTheEventOrRefuses(byte[] event) throws IOException {
    try {
      if (Invocation.http(new ByteArrayInputStream(event)) instanceof Invocation.Http http) {
        assertThat(http.json()).isNotNull();
      }
      assertThat(Invocation.direct(new ByteArrayInputStream(event))).isNotNull();
    } catch (RefusedException e) {
      assertThat(e.violations()).isNotEmpty();
    }
    try {
      assertThat(SqsMessage.read(new ByteArrayInputStream(event)).body()).isNotNull();
    } catch (InvalidValueException e) {
      assertThat(e).hasMessageStartingWith("expected ");
    }
  }

  static Stream<Arguments> readsTheEventOrRefuses() {
    return Stream.of(
            "{'newKey':{}}",
            "{'version':'2.0','requestContext':{'http':{'method':'POST'},"
                + "'authorizer':{'iam':{'userArn':'arn:aws:iam::123456789012:role/x'}}},"
                + "'isBase64Encoded':true,'body':'eyJuZXdLZXkiOnt9fQ=='}",
            "{'version':'2.0','requestContext':{'http':{}},'body':'{}','isBase64Encoded':false}",
            "{'version':'2.0','requestContext':{'http':{}},'body':'%','isBase64Encoded':true}",
            "{'Records':[{'messageId':'m','receiptHandle':'r','body':'a.b.c'}]}",
            "{'Records':[{'messageId':'\\ud800','receiptHandle':'r','body':''},1]}",
            "null")
        .map(seed -> seed.replace('\'', '"'))
        .map(seed -> arguments((Object) seed.getBytes(StandardCharsets.UTF_8)));
  }
}
