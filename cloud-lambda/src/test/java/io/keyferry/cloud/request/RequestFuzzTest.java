package io.keyferry.cloud.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.keyferry.cloud.flow.CloudHalf;
import io.keyferry.model.json.Json;
import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.KeyArn;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any text in place of a request for an import. */
class RequestFuzzTest {

  private static final RequestReader READER =
      new RequestReader(
          CloudHalf.kinds(
                  KeyArn.parse(
                      "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"))
              .all());

  @MethodSource
  @FuzzTest(maxDuration = "30s")
  void readsARequestOrNamesItsViolations(byte[] text) {
    ParsedRequest reading;
    try {
      reading = READER.read(Json.read(text));
    } catch (InvalidValueException e) {
      assertThat(e).hasMessageStartingWith("expected ");
      return;
    }
    assertThat(reading.request().isEmpty()).isNotEqualTo(reading.violations().isEmpty());
    reading
        .request()
        .ifPresent(request -> {
          byte[] canonical = request.canonical().getBytes(StandardCharsets.UTF_8);
          assertThat(READER.read(Json.read(canonical)).request()).contains(request);
        });
  }

  static Stream<Arguments> readsARequestOrNamesItsViolations() {
    return Stream.of(
            "{'newKey':{}}",
            "{'clientToken':'t','newKey':{'alias':'alias/a','description':'d','tags':{'k':'v'},"
                + "'administrators':['arn:aws:iam::123456789012:root'],"
                + "'users':['arn:aws:iam::123456789012:role/x'],'administratorsMayDelete':false},"
                + "'wrappingAlgorithm':'RSAES_OAEP_SHA_1','wrappingKeySpec':'RSA_2048',"
                + "'expiration':'2027-01-01T00:00:00Z'}",
            "{'keyId':'1234abcd-12ab-34cd-56ef-1234567890ab','expiration':'never'}",
            "{'verify':{'importId':'0b7c0a52-4f0e-4a3c-9d0e-5f7d3a1b2c4d'}}",
            "{'keyId':'a','keyId':'b','newKey':null}",
            "[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]",
            "{'newKey':{'description':'half a pair \\ud800'}}",
            "{'newKey':{'tags':{'\\ud800':'\\udc00'}}}",
            "")
        .map(seed -> seed.replace('\'', '"'))
        .map(seed -> arguments((Object) seed.getBytes(StandardCharsets.UTF_8)));
  }
}
