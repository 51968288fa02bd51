package io.keyferry.cloud.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.cloud.flow.CloudHalf;
import io.keyferry.cloud.kind.existing.ExistingKeyRequest;
import io.keyferry.cloud.kind.newkey.NewKeyRequest;
import io.keyferry.cloud.record.ExistingHsmKey;
import io.keyferry.model.input.Violation;
import io.keyferry.model.json.Json;
import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.KeyUsage;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {

  private static final KeyArn ACCOUNT =
      KeyArn.parse("arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab");

  private final RequestReader reader = new RequestReader(CloudHalf.kinds(ACCOUNT).all());

  @Test
  void fillsInEveryDefault() {
    ImportRequest request = request("{'newKey':{}}");

    assertThat(request.canonical())
        .isEqualTo(
            json(
                "{'newKey':{'keySpec':'SYMMETRIC_DEFAULT','keyUsage':'ENCRYPT_DECRYPT','description':'','tags':{},'administrators':[],'users':[],"
                    + "'administratorsMayDelete':true},'wrappingAlgorithm':'RSAES_OAEP_SHA_256',"
                    + "'wrappingKeySpec':'RSA_4096','expiration':'never'}"));
  }

  @Test
  void takesEveryFieldAsItIsGiven() {
    ParsedRequest reading =
        read(
            "{'clientToken':'order 66','newKey':{'alias':'alias/payments','description':'d',"
                + "'tags':{'team':'pay'},'administrators':['arn:aws:iam::111122223333:role/ops/admin'],"
                + "'users':['arn:aws:iam::111122223333:user/bo','arn:aws:iam::111122223333:root'],"
                + "'administratorsMayDelete':false},'wrappingAlgorithm':'RSAES_OAEP_SHA_1',"
                + "'wrappingKeySpec':'RSA_3072','expiration':'2027-01-31'}");

    assertThat(reading.violations()).isEmpty();
    assertThat(reading.clientToken()).contains("order 66");
    assertThat(((NewKeyRequest) reading.kinds().getFirst()).alias()).contains("alias/payments");
    ImportRequest request = reading.request().orElseThrow();
    assertThat(request.options().wrappingAlgorithm()).contains(WrappingAlgorithm.RSAES_OAEP_SHA_1);
    assertThat(request.options().wrappingKeySpec()).isEqualTo(WrappingKeySpec.RSA_3072);
    assertThat(request.options().expiration().orElseThrow())
        .hasToString("2027-01-31T00:00:00.000Z");
    assertThat(request.kind())
        .isInstanceOfSatisfying(
            NewKeyRequest.class,
            asked -> {
              assertThat(asked.key().principals().users()).hasSize(2);
              assertThat(asked.key().principals().administratorsMayDelete()).isFalse();
            });
  }

  @Test
  void takesAKeyPairWithTheAlgorithmThatIsUsualForIt() {
    ImportRequest request =
        request("{'newKey':{'keySpec':'ECC_NIST_P521','keyUsage':'KEY_AGREEMENT'}}");
    assertThat(request.options().wrappingAlgorithm())
        .contains(WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256);
    assertThat(request.kind())
        .isInstanceOfSatisfying(
            NewKeyRequest.class,
            asked -> {
              assertThat(asked.key().spec()).isEqualTo(KeySpec.ECC_NIST_P521);
              assertThat(asked.key().usage()).isEqualTo(KeyUsage.KEY_AGREEMENT);
            });
  }

  @Test
  void theUsageIsOptionalIfThereIsOnlyOne() {
    assertThat(request("{'newKey':{'keySpec':'HMAC_384'}}").canonical())
        .contains("\"keyUsage\":\"GENERATE_VERIFY_MAC\"");
    assertThat(fields("{'newKey':{'keySpec':'RSA_2048'}}")).containsExactly("newKey.keyUsage");
    assertThat(fields("{'newKey':{'keySpec':'RSA_2048','keyUsage':'KEY_AGREEMENT'}}"))
        .containsExactly("newKey.keyUsage");
  }

  @Test
  void takesAKeyOfTheHsmByItsIdOrItsLabel() {
    assertThat(request("{'newKey':{},'hsmKey':{'ckaId':'0a0b'}}").options().hsmKey())
        .contains(new ExistingHsmKey(HsmKeyName.parse("0a0b"), false));
    assertThat(
            request("{'newKey':{},'hsmKey':{'label':'pay','makeExtractable':true}}")
                .options()
                .hsmKey())
        .contains(new ExistingHsmKey(HsmKeyName.parse("label:pay"), true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|hsmKey",
        "{'ckaId':'0a','label':'pay'}|hsmKey",
        "{'ckaId':'0A'}|hsmKey.ckaId",
        "{'label':''}|hsmKey.label",
        "{'label':'pay','more':1}|hsmKey.more",
        "{'label':'pay','makeExtractable':'yes'}|hsmKey.makeExtractable"
      })
  void refusesAKeyOfTheHsmThatIsNotNamedByOneOfThem(String hsmKey, String field) {
    assertThat(fields("{'newKey':{},'hsmKey':" + hsmKey + "}")).containsExactly(field);
  }

  @Test
  void aVerificationNamesNoKeyOfTheHsm() {
    assertThat(
            fields(
                "{'verify':{'importId':'0b7c0a52-4f0e-4a3c-9d0e-5f7d3a1b2c4d'},'hsmKey':{'label':'pay'}}"))
        .containsExactly("hsmKey");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1234abcd-12ab-34cd-56ef-1234567890ab",
        "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "alias/payments",
        "arn:aws:kms:eu-west-1:123456789012:alias/payments"
      })
  void takesAKeyByAnyOfItsNames(String keyId) {
    assertThat(request("{'keyId':'" + keyId + "'}").kind())
        .isEqualTo(new ExistingKeyRequest(keyId));
  }

  @Test
  void listsEveryViolationAtOnce() {
    assertThat(
            fields(
                "{'clientToken':'','newKey':{'alias':'payments','description':7,'tags':{'aws:x':'1'},"
                    + "'administrators':['*'],'users':'me','administratorsMayDelete':'yes','more':1},"
                    + "'keyId':'','wrappingAlgorithm':'RSA','wrappingKeySpec':4096,"
                    + "'expiration':'soon','other':{}}"))
        .containsExactlyInAnyOrder(
            "clientToken",
            "newKey.alias",
            "newKey.description",
            "newKey.tags.aws:x",
            "newKey.administrators[0]",
            "newKey.users",
            "newKey.administratorsMayDelete",
            "newKey.more",
            "keyId",
            "",
            "wrappingAlgorithm",
            "wrappingKeySpec",
            "expiration",
            "other");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|``",
        "{'newKey':{},'keyId':'alias/x'}|``",
        "{'newKey':null}|newKey",
        "{'newKey':[]}|newKey",
        "{'newKey':{},'newKey':{}}|newKey",
        "{'newKey':{'tags':{'a':'1','a':'2'}}}|newKey.tags.a",
        "{'newKey':{'alias':null}}|newKey.alias",
        "{'newKey':{'alias':'alias/aws/s3'}}|newKey.alias",
        "{'newKey':{'alias':'alias/'}}|newKey.alias",
        "{'newKey':{'alias':'alias/a b'}}|newKey.alias",
        "{'newKey':{'tags':{'':'v'}}}|newKey.tags.",
        "{'newKey':{'tags':{'AWS:x':'v'}}}|newKey.tags.AWS:x",
        "{'newKey':{'tags':{'keyferry:import-id':'v'}}}|newKey.tags.keyferry:import-id",
        "{'newKey':{'tags':{'a':'semi;colon'}}}|newKey.tags.a",
        "{'newKey':{'tags':{'a':1}}}|newKey.tags.a",
        "{'newKey':{'users':['arn:aws:iam::111122223333:group/x']}}|newKey.users[0]",
        "{'newKey':{'users':['arn:aws:iam::1:role/x']}}|newKey.users[0]",
        "{'newKey':{'users':['arn:aws:iam::111122223333:role/*']}}|newKey.users[0]",
        "{'newKey':{},'expiration':'2027-02-30'}|expiration",
        "{'newKey':{},'expiration':'2027-01-31T12:00:00+01:00'}|expiration",
        "{'newKey':{},'wrappingKeySpec':'SM2'}|wrappingKeySpec",
        "{'keyId':5}|keyId",
        "{'keyId':'alias/x y'}|keyId",
        "[]|``",
        "'text'|``"
      })
  void namesThePathOfTheViolation(String text, String field) {
    assertThat(fields(text)).containsExactly(field);
  }

  @Test
  void aliasMayHave256CharactersAndNoMore() {
    assertThat(fields("{'newKey':{'alias':'alias/" + "a".repeat(250) + "'}}")).isEmpty();
    assertThat(fields("{'newKey':{'alias':'alias/" + "a".repeat(251) + "'}}"))
        .containsExactly("newKey.alias");
  }

  @Test
  void leavesRoomForItsOwnTags() {
    assertThat(fields("{'newKey':{'tags':" + tags(48) + "}}")).isEmpty();
    assertThat(fields("{'newKey':{'tags':" + tags(49) + "}}")).containsExactly("newKey.tags");
  }

  @ParameterizedTest
  @ValueSource(strings = {"import-id", "creation-nonce", "allow-import", "anything"})
  void leavesTagsOfKeyFerryToKeyFerry(String name) {
    assertThat(fields("{'newKey':{'tags':{'keyferry:" + name + "':'true'}}}"))
        .containsExactly("newKey.tags.keyferry:" + name);
  }

  @Test
  void violationsQuoteTheRequest() {
    assertThat(
            read("{'newKey':{'keySpec':'RSA_2048','keyUsage':'GENERATE_VERIFY_MAC'},'wrappingAlgorithm':'RSAES_OAEP_SHA_1','wrappingKeySpec':'RSA_3072'}")
                .violations())
        .extracting(Violation::found)
        .containsExactly("GENERATE_VERIFY_MAC", "RSAES_OAEP_SHA_1 with a wrapping key RSA_3072");
  }

  @Test
  void aVerificationMayNameTheExpirationThatKmsHas() {
    String verify = "'verify':{'importId':'0b7c0a52-4f0e-4a3c-9d0e-5f7d3a1b2c4d'}";
    assertThat(request("{" + verify + "}").options().expiration()).isEmpty();
    ImportRequest ordered = request("{" + verify + ",'expiration':'2027-01-31'}");
    assertThat(ordered.options().expiration()).contains(Expiration.parse("2027-01-31T00:00:00Z"));
    assertThat(ordered.digest()).isNotEqualTo(request("{" + verify + "}").digest());
  }

  @Test
  void refusesMorePrincipalsThanAKeyPolicyHolds() {
    String users =
        IntStream.range(0, 800)
            .mapToObj(i -> "'arn:aws:iam::111122223333:user/user" + i + "'")
            .collect(Collectors.joining(","));
    assertThat(fields("{'newKey':{'users':[" + users + "]}}")).containsExactly("newKey.users");
  }

  @ParameterizedTest
  @EnumSource(WrappingAlgorithm.class)
  void allowsOnlyOaepForAnAesKeyAndSaysItInKmsOwnWords(WrappingAlgorithm algorithm) {
    for (WrappingKeySpec spec : WrappingKeySpec.values()) {
      List<Violation> violations =
          read("{'newKey':{},'wrappingAlgorithm':'%s','wrappingKeySpec':'%s'}"
                  .formatted(algorithm, spec))
              .violations();
      if (algorithm.name().startsWith("RSAES_OAEP")) {
        assertThat(violations).isEmpty();
      } else {
        assertThat(violations)
            .singleElement()
            .satisfies(violation -> {
              assertThat(violation.expected())
                  .contains(
                      "Wrapping algorithm %s and wrapping key spec %s cannot be used to import a SYMMETRIC_DEFAULT key."
                          .formatted(algorithm, spec));
              assertThat(violation.found())
                  .isEqualTo("%s with a wrapping key %s".formatted(algorithm, spec));
            });
      }
    }
  }

  @Test
  void equalRequestsHaveOneDigestWhateverTheirSpelling() {
    String one =
        "{'newKey':{'tags':{'a':'1','b':'2'},'users':['arn:aws:iam::111122223333:root','arn:aws:iam::111122223333:user/x']}}";
    String other =
        "{'expiration':'never','newKey':{'users':['arn:aws:iam::111122223333:user/x','arn:aws:iam::111122223333:root'],'tags':{'b':'2','a':'1'}},'clientToken':'t'}";
    assertThat(request(one).digest()).isEqualTo(request(other).digest());
    assertThat(request(one).digest()).isNotEqualTo(request("{'newKey':{}}").digest());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "request-import-new-key.json",
        "request-import-key-pair.json",
        "request-import-hsm-key.json",
        "request-import-existing-key.json",
        "request-import-verify.json"
      })
  void takesTheTestEventsForTheConsole(String file) throws IOException {
    ParsedRequest reading = reader.read(Json.read(Files.readAllBytes(Path.of("events", file))));
    assertThat(reading.violations()).isEmpty();
  }

  private static String tags(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "'tag" + i + "':'v'")
        .collect(Collectors.joining(",", "{", "}"));
  }

  private List<String> fields(String text) {
    return read(text).violations().stream().map(Violation::path).toList();
  }

  private ImportRequest request(String text) {
    ParsedRequest reading = read(text);
    assertThat(reading.violations()).isEmpty();
    return Optional.of(reading).flatMap(ParsedRequest::request).orElseThrow();
  }

  private ParsedRequest read(String text) {
    return reader.read(Json.read(json(text).getBytes(StandardCharsets.UTF_8)));
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
