package io.keyferry.cloud.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.cloud.kms.CreationNonce;
import io.keyferry.cloud.record.AcceptedRequest;
import io.keyferry.cloud.record.Attempt;
import io.keyferry.cloud.record.ChainHead;
import io.keyferry.cloud.record.ExistingHsmKey;
import io.keyferry.cloud.record.Progress;
import io.keyferry.cloud.record.Revision;
import io.keyferry.cloud.record.StoredImport;
import io.keyferry.cloud.record.StoredOrder;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.AgentName;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.Requester;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.Wrapping;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import io.keyferry.model.value.WrappingPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ImportItemTest {

  private static final Duration KEEP = Duration.ofDays(10);
  private static final Instant NOW = Instant.parse("2026-11-23T09:30:00.123Z");

  @Test
  void readsBackEverythingThatItWrites() {
    StoredImport stored = stored();
    assertThat(ImportItem.read(ImportItem.of(stored, KEEP))).isEqualTo(stored);
  }

  @Test
  void theRecordThatPagesShowHoldsNothingOfTheCeremony() {
    Map<String, AttributeValue> item = ImportItem.of(stored(), KEEP);
    assertThat(item).containsKeys("requester", "kmsRequestIds", "ceremonyRecord");
    assertThat(String.valueOf(item.get("record")))
        .contains("REQUESTED")
        .doesNotContain("signed-record", "caller", "request-id");
  }

  @Test
  void whatIsDueIsInTheIndexOfWhatIsDueAndNothingElseIs() {
    StoredImport stored = stored();
    assertThat(ImportItem.of(stored, KEEP))
        .containsEntry("duty", AttributeValue.fromS("due"))
        .containsEntry("dueAt", AttributeValue.fromS("2026-11-23T09:31:00.123Z"));
    assertThat(ImportItem.of(stored(ImportState.IMPORTED, Optional.empty()), KEEP))
        .doesNotContainKeys("duty", "dueAt");
  }

  @Test
  void onlyAnImportThatFailedIsRemovedAfterItsTime() {
    assertThat(ImportItem.of(stored(ImportState.IMPORTED), KEEP)).doesNotContainKey("expiresAt");
    assertThat(ImportItem.of(stored(ImportState.QUEUED), KEEP)).doesNotContainKey("expiresAt");
    assertThat(ImportItem.of(stored(ImportState.FAILED), KEEP))
        .containsEntry(
            "expiresAt", AttributeValue.fromN(Long.toString(NOW.plus(KEEP).getEpochSecond())));
  }

  @Test
  void theHeadOfTheChainReadsBackToo() {
    ChainHead head = new ChainHead(7, Sha256.of(new byte[] {1}));
    assertThat(HeadItem.read(HeadItem.put("table", ChainHead.NONE, head).item())).isEqualTo(head);
  }

  @Test
  void theHeadIsWrittenOnlyInThePlaceOfTheOneThatWasRead() {
    ChainHead head = new ChainHead(7, Sha256.of(new byte[] {1}));
    ChainHead next = new ChainHead(8, Sha256.of(new byte[] {2}));
    assertThat(HeadItem.put("table", ChainHead.NONE, head).conditionExpression())
        .isEqualTo("attribute_not_exists(#id)");
    assertThat(HeadItem.put("table", head, next).expressionAttributeValues().values())
        .containsExactly(AttributeValue.fromS(head.last().hex()));
  }

  private static StoredImport stored() {
    return stored(ImportState.REQUESTED);
  }

  private static StoredImport stored(ImportState state) {
    return stored(state, Optional.of(NOW.plusSeconds(60)));
  }

  private static StoredImport stored(ImportState state, Optional<Instant> due) {
    ImportRecord record =
        new ImportRecord(
            new ImportRecord.Order(
                new ImportId("0b7c0a52-4f0e-4a3c-9d0e-5f7d3a1b2c4d"),
                Optional.of("newKey"),
                new AgentName("hsm-1"),
                NOW,
                Optional.empty()),
            new ImportRecord.Progress(state, NOW, 1, List.of()),
            new Wrapping(
                KeySpec.SYMMETRIC_DEFAULT,
                WrappingAlgorithm.RSAES_OAEP_SHA_256,
                WrappingKeySpec.RSA_4096),
            ImportRecord.Kms.before(Optional.empty(), Expiration.NEVER),
            ImportRecord.Hsm.UNKNOWN,
            ImportRecord.Failed.NONE);
    AcceptedRequest request =
        new AcceptedRequest(
            new Requester(Requester.Way.HTTP_API, Optional.of("arn:aws:iam::1:role/caller"), "r-1"),
            "{}",
            Sha256.of(new byte[] {3}),
            Optional.of(new ExistingHsmKey(HsmKeyName.parse("label:payments"), true)),
            new StoredOrder("verify", "{\"importId\":\"00000000-0000-0000-0000-000000000001\"}"));
    return new StoredImport(
        record,
        request,
        Optional.of(
            new Attempt(
                Optional.of(Blob.of(new byte[] {4})),
                WrappingPublicKey.of(new byte[] {5}),
                NOW,
                "job")),
        new Progress(
            Optional.of(new CreationNonce("nonce")),
            3,
            Optional.of(NOW.plusSeconds(600)),
            Optional.of("another key")),
        new Revision(3, "writer", Optional.of(NOW), due),
        Map.of("kms:CreateKey", "request-id"),
        Optional.of("signed-record"));
  }
}
