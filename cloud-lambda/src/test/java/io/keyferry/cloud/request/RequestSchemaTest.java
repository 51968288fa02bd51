package io.keyferry.cloud.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyferry.cloud.event.Invocation;
import io.keyferry.cloud.event.RefusedException;
import io.keyferry.cloud.flow.CloudHalf;
import io.keyferry.cloud.operation.OperationQueryParser;
import io.keyferry.model.json.Json;
import io.keyferry.model.testing.DocumentMutants;
import io.keyferry.model.testing.SpecSchema;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.KeyUsage;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schemas of requests and their readers accept the same. */
class RequestSchemaTest {

  private static final SpecSchema IMPORT = SpecSchema.of("import-request");
  private static final SpecSchema READ = SpecSchema.of("read-request");
  private static final String IMPORT_ID = "0b7c0a52-4f0e-4a3c-9d0e-5f7d3a1b2c4d";
  private static final List<RequestKind> KINDS =
      CloudHalf.kinds(
              KeyArn.parse(
                  "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"))
          .all();
  private static final RequestReader READER = new RequestReader(KINDS);

  static List<String> requests() {
    return List.of(
        "{'newKey':{}}",
        "{'clientToken':'order 66','newKey':{'alias':'alias/payments','keySpec':'SYMMETRIC_DEFAULT','keyUsage':'ENCRYPT_DECRYPT',"
            + "'description':'d','tags':{'team':'pay','cost center':'ü 1'},'administrators':['arn:aws:iam::111122223333:role/ops/admin'],"
            + "'users':['arn:aws:iam::111122223333:user/bo','arn:aws:iam::111122223333:root'],'administratorsMayDelete':false},"
            + "'agent':'hsm-1','wrappingAlgorithm':'RSAES_OAEP_SHA_1','wrappingKeySpec':'RSA_3072','expiration':'2027-01-31'}",
        "{'newKey':{'keySpec':'ECC_NIST_P384','keyUsage':'SIGN_VERIFY'},'hsmKey':{'label':'payments'},'expiration':'2027-01-31T12:00:00Z'}",
        "{'keyId':'alias/payments','hsmKey':{'ckaId':'0a1b','makeExtractable':true},'wrappingAlgorithm':'RSAES_PKCS1_V1_5','expiration':'never'}",
        "{'verify':{'importId':'%s','evenIfDisabled':true,'makeExtractable':false},'wrappingKeySpec':'RSA_4096'}"
            .formatted(IMPORT_ID));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void schemaAndReaderOfARequestAcceptTheSame(String request) {
    assertThat(DocumentMutants.differences(IMPORT, json(request), RequestSchemaTest::isRead))
        .isEmpty();
  }

  @Test
  void theRequestsAreOfEveryKind() {
    assertThat(KINDS)
        .extracting(RequestKind::name)
        .allMatch(
            name -> requests().stream().map(RequestSchemaTest::json).anyMatch(r -> r.has(name)));
  }

  /** Each field where it does not belong, and each kind of key in every combination. */
  @Test
  void schemaAndReaderAcceptTheSameCombinations() {
    List<String> differences = new ArrayList<>();
    combinations()
        .map(RequestSchemaTest::json)
        .filter(request -> IMPORT.accepts(request) != isRead(request))
        .forEach(request -> differences.add(request.toString()));
    assertThat(differences).isEmpty();
  }

  private static Stream<String> combinations() {
    Stream<String> usages =
        Arrays.stream(KeySpec.values())
            .flatMap(spec ->
                Stream.concat(
                    Stream.of("{'newKey':{'keySpec':'" + spec + "'}}"),
                    Arrays.stream(KeyUsage.values())
                        .map(usage ->
                            "{'newKey':{'keySpec':'%s','keyUsage':'%s'}}".formatted(spec, usage))));
    Stream<String> wrappings =
        Arrays.stream(KeySpec.values())
            .flatMap(spec ->
                Arrays.stream(WrappingAlgorithm.values())
                    .flatMap(algorithm ->
                        Stream.concat(
                                Stream.of(""),
                                Arrays.stream(WrappingKeySpec.values())
                                    .map(key -> ",'wrappingKeySpec':'" + key + "'"))
                            .map(key ->
                                "{'newKey':{'keySpec':'%s','keyUsage':'%s'},'wrappingAlgorithm':'%s'%s}"
                                    .formatted(spec, spec.usages().getFirst(), algorithm, key))));
    return Stream.of(usages, wrappings, choices()).flatMap(all -> all);
  }

  private static Stream<String> choices() {
    String verify = "'verify':{'importId':'" + IMPORT_ID + "'}";
    return Stream.of(
        "{}",
        "{'agent':'hsm-1'}",
        "{'newKey':{},'keyId':'a'}",
        "{'keyId':'a'," + verify + "}",
        "{'newKey':{}," + verify + "}",
        "{'newKey':{},'keyId':'a'," + verify + "}",
        "{" + verify + ",'agent':'hsm-1'}",
        "{" + verify + ",'hsmKey':{'ckaId':'0a'}}",
        "{" + verify + ",'expiration':'never'}",
        "{'newKey':{'keyUsage':'SIGN_VERIFY'}}",
        "{'newKey':{},'hsmKey':{}}",
        "{'newKey':{},'hsmKey':{'ckaId':'0a','label':'b'}}",
        "{'newKey':{},'hsmKey':{'makeExtractable':true}}",
        "{'newKey':{},'wrappingAlgorithm':'RSA_AES_KEY_WRAP_SHA_256'}");
  }

  @ParameterizedTest
  @CsvSource({
    "alias, alias/aws/x, false",
    "alias, alias/a b, false",
    "description, '', true",
    "administrators, x, false"
  })
  void whatNewKeysMayHaveIsTheSameForBoth(String field, String value, boolean taken) {
    JsonNode request = json("{'newKey':{'%s':'%s'}}".formatted(field, value));
    assertThat(IMPORT.accepts(request)).isEqualTo(taken).isEqualTo(isRead(request));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws:x",
        "AWS:x",
        "awsx",
        "keyferry:x",
        "KeyFerry:x",
        "keyferry",
        "",
        "a\\tb",
        "a|b",
        "Ω"
      })
  void whatATagMayBeIsTheSameForBoth(String text) {
    JsonNode asKey = json("{'newKey':{'tags':{'" + text + "':'v'}}}");
    JsonNode asValue = json("{'newKey':{'tags':{'k':'" + text + "'}}}");
    assertThat(IMPORT.accepts(asKey)).isEqualTo(isRead(asKey));
    assertThat(IMPORT.accepts(asValue)).isEqualTo(isRead(asValue));
  }

  @Test
  void theSchemaAcceptsEveryRequestAmongTheTestEvents() throws IOException {
    try (Stream<Path> events = Files.list(Path.of("events"))) {
      List<Path> requests =
          events.filter(file -> file.toString().contains("request-import-")).toList();
      assertThat(requests).hasSizeGreaterThan(4);
      for (Path file : requests) {
        assertThat(IMPORT.faults(SpecSchema.json(SpecSchema.read(file))))
            .as(file.toString())
            .isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'operationId':'" + IMPORT_ID + "'}",
        "{'limit':50,'next':'MjAyNi0xMS0yM1QwOTozMDowMC4wMDBaIDBiN2MwYTUyLTRmMGUtNGEzYy05ZDBlLTVmN2QzYTFiMmM0ZA'}"
      })
  void schemaAndReaderOfAQueryAcceptTheSame(String request) {
    // The value of next is opaque: the schema has only its alphabet.
    assertThat(DocumentMutants.differences(READ, json(request), RequestSchemaTest::isAsked))
        .filteredOn(difference -> !difference.matches("/next .*: taken by the schema"))
        .isEmpty();
  }

  @Test
  void aQueryForOneOperationHasNoPage() {
    JsonNode both = json("{'operationId':'" + IMPORT_ID + "','limit':1}");
    assertThat(READ.accepts(both)).isFalse().isEqualTo(isAsked(both));
  }

  private static boolean isRead(JsonNode request) {
    return READER.read(Json.read(bytes(request))).violations().isEmpty();
  }

  private static boolean isAsked(JsonNode request) {
    try {
      OperationQueryParser.read(Invocation.direct(new ByteArrayInputStream(bytes(request))));
      return true;
    } catch (RefusedException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(JsonNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode json(String text) {
    return SpecSchema.json(text.replace('\'', '"'));
  }
}
