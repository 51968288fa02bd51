package io.keyferry.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.cloud.aws.DynamoImportReader;
import io.keyferry.cloud.aws.ScriptedAws;
import io.keyferry.cloud.aws.ScriptedAws.Reply;
import io.keyferry.cloud.aws.StoredItems;
import io.keyferry.cloud.operation.PageMark;
import io.keyferry.model.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is returned about imports, whichever release wrote them. */
class ReadImportsTest {

  private static final String IMPORTED = importId("imported");
  private static final String FAILED = importId("failed");

  private Reply reply = Reply.ok("{}");
  private final ScriptedAws aws = new ScriptedAws(call -> reply);
  private final List<String> lines = new ArrayList<>();

  @Test
  void anImportIsShownWithItsCeremonyRecordAndNothingElseOfItIsRead() throws IOException {
    reply = Reply.ok("{\"Item\":" + StoredItems.text("imported") + "}");
    Json.Obj answer = handle("{\"operationId\":\"" + IMPORTED + "\"}");
    assertThat(answer.text("state")).contains("SUCCEEDED");
    assertThat(answer.text("ceremonyRecord")).isPresent();

    Json.Obj request = aws.calls("GetItem").getFirst().request();
    assertThat(request.text("ProjectionExpression")).contains("#record, #ceremonyRecord");
    assertThat(names(request)).containsExactlyInAnyOrder("record", "ceremonyRecord");
  }

  @Test
  void aPageReadsRecordsAndKeysAlone() throws IOException {
    reply = page(StoredItems.text("imported"), StoredItems.text("queued"));
    Json.Obj answer = handle("{\"limit\":2}");
    assertThat(imports(answer)).hasSize(2);

    Json.Obj request = aws.calls("Query").getFirst().request();
    assertThat(request.text("Select")).contains("SPECIFIC_ATTRIBUTES");
    assertThat(request.text("ProjectionExpression")).contains("#id, #at, #record");
    assertThat(names(request))
        .containsExactlyInAnyOrder("importId", "requestedAt", "record", "listing");
  }

  @Test
  void aRecordThatCannotBeReadIsNamedAndTheOthersAreListedStill() throws IOException {
    String unreadable =
        StoredItems.text("failed").replace("\\\"state\\\":\\\"FAILED", "\\\"state\\\":\\\"ON_HOLD");
    assertThat(unreadable).contains("ON_HOLD");
    reply = page(StoredItems.text("imported"), unreadable, StoredItems.text("queued"));

    List<Json.Obj> imports = imports(handle("{}"));

    assertThat(imports).hasSize(3);
    assertThat(imports.get(0).text("operationId")).contains(IMPORTED);
    assertThat(imports.get(1).text("operationId")).contains(FAILED);
    assertThat(imports.get(1).text("unreadable").orElseThrow()).contains("ON_HOLD");
    assertThat(imports.get(2).text("state")).contains("QUEUED");
    assertThat(lines)
        .singleElement()
        .satisfies(line -> assertThat(line).contains("\"level\":\"ERROR\"", FAILED));
  }

  @Test
  void aPageThatEndsWithAnUnreadableRecordCanBeContinued() throws IOException {
    String unreadable =
        StoredItems.text("failed").replace("\"record\":{\"S\":\"{", "\"record\":{\"S\":\"[");
    reply =
        Reply.ok(
            page(unreadable)
                .body()
                .replace(
                    "{\"Items\"", "{\"LastEvaluatedKey\":{\"importId\":{\"S\":\"x\"}},\"Items\""));

    Json.Obj answer = handle("{}");

    PageMark next = PageMark.parse(answer.text("next").orElseThrow());
    assertThat(next.importId().value()).isEqualTo(FAILED);
    handle("{\"next\":\"" + next + "\"}");
    assertThat(aws.calls("Query").getLast().request().object("ExclusiveStartKey"))
        .hasValueSatisfying(key -> assertThat(key.toString()).contains(FAILED));
  }

  @Test
  void anUnreadableRecordLeavesItsCeremonyRecord() throws IOException {
    String unreadable =
        StoredItems.text("imported").replace("\"record\":{\"S\":\"{", "\"record\":{\"S\":\"[");
    reply = Reply.ok("{\"Item\":" + unreadable + "}");
    Json.Obj answer = handle("{\"operationId\":\"" + IMPORTED + "\"}");
    assertThat(answer.text("unreadable")).isPresent();
    assertThat(answer.text("ceremonyRecord")).isPresent();
  }

  @Test
  void anImportThatIsNotThereIsAProblem() throws IOException {
    assertThat(handle("{\"operationId\":\"" + IMPORTED + "\"}").field("status"))
        .contains(new Json.Num("404"));
  }

  private static Reply page(String... items) {
    return Reply.ok("{\"Items\":[" + String.join(",", items) + "],\"Count\":" + items.length + "}");
  }

  private static List<Json.Obj> imports(Json.Obj answer) {
    return ((Json.Arr) answer.field("operations").orElseThrow())
        .items().stream().map(Json.Obj.class::cast).toList();
  }

  private static Set<String> names(Json.Obj request) {
    Map<String, Json> names = request.object("ExpressionAttributeNames").orElseThrow().fields();
    return names.values().stream().map(Json::shown).collect(Collectors.toSet());
  }

  private static String importId(String name) {
    return ((Json.Obj) Json.read(StoredItems.text(name).getBytes(UTF_8)))
        .object("importId")
        .flatMap(id -> id.text("S"))
        .orElseThrow();
  }

  private Json.Obj handle(String event) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new ReadImports(new DynamoImportReader(aws.dynamoDb(), "table"))
        .handleRequest(
            new ByteArrayInputStream(event.getBytes(UTF_8)),
            out,
            new TestContext(TestContext.FUNCTION, lines::add));
    return (Json.Obj) Json.read(out.toByteArray());
  }
}
