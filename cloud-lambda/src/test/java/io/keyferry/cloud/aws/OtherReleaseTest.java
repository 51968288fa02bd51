package io.keyferry.cloud.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.cloud.flow.CloudHalf;
import io.keyferry.cloud.kind.Kinds;
import io.keyferry.cloud.kms.KeyFacts;
import io.keyferry.cloud.record.ImportKind;
import io.keyferry.cloud.record.StoredImport;
import io.keyferry.cloud.request.ParsedRequest;
import io.keyferry.cloud.request.RequestReader;
import io.keyferry.model.json.Json;
import io.keyferry.model.json.JsonText;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.operation.Operation;
import io.keyferry.model.record.ImportStep;
import io.keyferry.model.record.StepEvent;
import io.keyferry.model.testing.SpecSchema;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.KeyArn;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An upgrade reads what the previous release wrote, a rollback what the next one wrote. */
class OtherReleaseTest {

  private static final Duration KEEP = Duration.ofDays(400);
  private static final KeyArn KEY =
      KeyArn.parse("arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab");
  private static final Kinds KINDS = CloudHalf.kinds(KEY);

  static final List<String> IMPORTS = StoredItems.IMPORTS;

  @ParameterizedTest
  @FieldSource("IMPORTS")
  void whatThePreviousReleaseWroteIsReadWholeAndIsOfThisReleaseOnceItIsWritten(String name) {
    Map<String, AttributeValue> item = StoredItems.item(name);
    assertThat(item).doesNotContainKey("schema");

    Map<String, AttributeValue> rewritten = ImportItem.of(ImportItem.read(item), KEEP);

    assertThat(values(rewritten))
        .containsAllEntriesOf(values(item))
        .containsEntry("schema", AttributeValue.fromN("2"));
  }

  /** The order of the fields of a record does not matter. */
  private static Map<String, Object> values(Map<String, AttributeValue> item) {
    Map<String, Object> values = new LinkedHashMap<>(item);
    values.computeIfPresent(
        "record", (name, record) -> SpecSchema.json(Objects.requireNonNull(item.get(name)).s()));
    return values;
  }

  @ParameterizedTest
  @CsvSource({
    "requested, newKey",
    "failed, newKey",
    "hsm-key-queued, newKey",
    "verification-queued, verify"
  })
  void theKindThatThePreviousReleaseDidNotWriteIsThatOfItsRequest(String name, String kind) {
    assertThat(shownKind(StoredItems.item(name))).contains(kind);
    assertThat(read(name).request().order().kind()).isEqualTo(kind);
  }

  @Test
  void theKindOfAnImportIntoAnExistingKeyThatThePreviousReleaseDidNotWriteIsThatOfItsRequest() {
    Map<String, AttributeValue> item = new LinkedHashMap<>(StoredItems.item("requested"));
    edit(item, "record", json -> json.replace("new SYMMETRIC_DEFAULT key", "existing key"));
    assertThat(shownKind(item)).contains("keyId");
  }

  private static Optional<String> shownKind(Map<String, AttributeValue> item) {
    String shown = JsonText.object(json -> Operation.head(ImportItem.record(item), json));
    return Json.readObject(shown.getBytes(StandardCharsets.UTF_8)).text("kind");
  }

  @Test
  void thePreviousReleasesImportsAreInTheStatesInWhichTheyWereWritten() {
    assertThat(read("requested").record().state()).isEqualTo(ImportState.REQUESTED);
    assertThat(read("queued").attempt()).isPresent();
    assertThat(read("imported").record().history().getLast().step()).isEqualTo(ImportStep.IMPORTED);
    assertThat(read("failed").record().failed().code()).contains(FailureCode.POLICY);
    assertThat(read("hsm-key-queued").request().hsmKey()).isPresent();
    assertThat(kind(read("verification-queued")).earlier()).isPresent();
    assertThat(HeadItem.read(StoredItems.item("head")).number()).isEqualTo(4);
  }

  @ParameterizedTest
  @FieldSource("IMPORTS")
  void whatTheNextReleaseAddsIsIgnored(String name) {
    StoredImport known = ImportItem.read(StoredItems.item(name));
    Map<String, AttributeValue> next = new LinkedHashMap<>(StoredItems.item(name));
    next.put("schema", AttributeValue.fromN("3"));
    next.put("rotationOf", AttributeValue.fromM(Map.of("a", AttributeValue.fromS("b"))));
    edit(next, "record", json -> "{\"rotation\":{\"of\":[1,null,\"x\"]}," + json.substring(1));
    edit(
        next,
        "record",
        json ->
            json.replace(
                "\"history\":[",
                "\"history\":[{\"at\":\"2026-11-23T09:30:00.000Z\",\"step\":\"KEY_ROTATED\",\"importId\":\"%s\",\"attempt\":0,\"detail\":\"}]\",\"by\":{}},"
                    .formatted(known.record().importId())));
    edit(next, "requester", json -> json.replace("{\"way\"", "{\"role\":\"x\",\"way\""));
    for (String map : List.of("proof", "hsmKey")) {
      next.computeIfPresent(map, (key, value) -> with(value, "next", "x"));
    }

    assertThat(ImportItem.read(next)).isEqualTo(known);
  }

  @Test
  void whatAnEarlierReleaseDidNotWriteHasADefault() {
    Map<String, AttributeValue> early =
        new LinkedHashMap<>(StoredItems.item("verification-imported"));
    early.remove("kmsRequestIds");
    early.computeIfPresent(
        "proof", (name, proof) -> without(proof, "evenIfDisabled", "foundDisabled"));
    StoredImport read = ImportItem.read(early);
    assertThat(read.requestIds()).isEmpty();
    ImportKind kind = kind(read);
    KeyFacts disabled =
        new KeyFacts(
            KEY,
            "EXTERNAL",
            "SYMMETRIC_DEFAULT",
            "",
            "Disabled",
            Optional.empty(),
            Optional.empty());
    assertThat(kind.obstacle(read.record(), disabled)).isPresent();
    assertThat(kind.enabled(KEY)).isEqualTo(KEY.toString());
  }

  @ParameterizedTest
  @FieldSource("IMPORTS")
  void aRequestHasTheDigestThatThePreviousReleaseStored(String name) {
    StoredImport read = read(name);
    ParsedRequest parsed =
        new RequestReader(KINDS.all())
            .read(Json.read(read.request().canonical().getBytes(StandardCharsets.UTF_8)));
    assertThat(parsed.request().orElseThrow().digest()).isEqualTo(read.request().digest());
  }

  @ParameterizedTest
  @FieldSource("IMPORTS")
  void whatAnImportIsToDoDependsOnNoRuleForRequests(String name) {
    Map<String, AttributeValue> item = ImportItem.of(read(name), KEEP);
    item.put("request", AttributeValue.fromS("a text that no reader takes"));
    item.remove("proof");
    assertThat(ImportItem.read(item).request().order()).isEqualTo(read(name).request().order());
  }

  @Test
  void whatTheNextReleaseAddsToAnOrderIsIgnored() {
    StoredImport known = read("verification-queued");
    Map<String, AttributeValue> next = ImportItem.of(known, KEEP);
    next.computeIfPresent("order", (name, order) -> with(order, "next", "x"));
    next.computeIfPresent(
        "order",
        (name, order) ->
            with(
                order,
                "fields",
                known.request().order().fields().replaceFirst("\\{", "{\"next\":[1],")));
    ImportKind kind = kind(ImportItem.read(next));
    assertThat(kind.earlier()).isEqualTo(kind(known).earlier()).isPresent();
    assertThat(kind.hsmKey(Optional.empty())).isEqualTo(kind(known).hsmKey(Optional.empty()));
  }

  @Test
  void anOrderInAFormOrOfAKindOfTheNextReleaseIsRefusedWithItsName() {
    Map<String, AttributeValue> next = ImportItem.of(read("queued"), KEEP);
    next.computeIfPresent("order", (name, order) -> with(order, "kind", "laterKind"));
    StoredImport other = ImportItem.read(next);
    assertThatThrownBy(() -> kind(other))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("laterKind");
    next.computeIfPresent("order", (name, order) -> with(order, "form", AttributeValue.fromN("2")));
    assertThatThrownBy(() -> ImportItem.read(next))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("form 2");
  }

  @Test
  void aFailureCodeOfTheNextReleaseLeavesTheReason() {
    Map<String, AttributeValue> next = new LinkedHashMap<>(StoredItems.item("failed"));
    edit(next, "record", json -> json.replace("\"code\":\"POLICY\"", "\"code\":\"ON_HOLD\""));
    StoredImport read = ImportItem.read(next);
    assertThat(read.record().failed().code()).isEqualTo(Optional.empty());
    assertThat(read.record().failed().reason().orElseThrow()).contains("allows no label");
  }

  /** A missing required value is refused by name. */
  @Test
  void aStateOfTheNextReleaseIsRefusedWithItsName() {
    Map<String, AttributeValue> next = new LinkedHashMap<>(StoredItems.item("queued"));
    edit(next, "record", json -> json.replace("\"QUEUED\"", "\"ON_HOLD\""));
    assertThatThrownBy(() -> ImportItem.read(next))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("ON_HOLD");
  }

  /** An invalid step with a known name is not a step of a later release. */
  @Test
  void aBrokenHistoryIsRefused() {
    Map<String, AttributeValue> broken = new LinkedHashMap<>(StoredItems.item("queued"));
    edit(broken, "record", json -> json.replace("\"step\":\"JOB_SENT\",", ""));
    assertThatThrownBy(() -> ImportItem.read(broken)).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void theStepsOfAReadHistoryAreThoseOfTheImport() {
    StoredImport read = read("imported");
    assertThat(read.record().history())
        .extracting(StepEvent::importId)
        .containsOnly(new ImportId(read.record().importId().value()));
  }

  private static ImportKind kind(StoredImport read) {
    return KINDS.of(read.request().order());
  }

  private static StoredImport read(String name) {
    return ImportItem.read(StoredItems.item(name));
  }

  private static void edit(
      Map<String, AttributeValue> item, String name, UnaryOperator<String> edit) {
    item.computeIfPresent(
        name,
        (key, value) -> {
          String edited = edit.apply(value.s());
          assertThat(edited).as(name).isNotEqualTo(value.s());
          return AttributeValue.fromS(edited);
        });
  }

  private static AttributeValue with(AttributeValue map, String name, String value) {
    return with(map, name, AttributeValue.fromS(value));
  }

  private static AttributeValue with(AttributeValue map, String name, AttributeValue value) {
    Map<String, AttributeValue> copy = new LinkedHashMap<>(map.m());
    copy.put(name, value);
    return AttributeValue.fromM(copy);
  }

  private static AttributeValue without(AttributeValue map, String... names) {
    Map<String, AttributeValue> copy = new LinkedHashMap<>(map.m());
    List.of(names).forEach(copy::remove);
    return AttributeValue.fromM(copy);
  }
}
