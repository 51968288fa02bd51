package io.keyferry.cloud.aws;

import io.keyferry.cloud.kms.CreationNonce;
import io.keyferry.cloud.operation.PageMark;
import io.keyferry.cloud.record.AcceptedRequest;
import io.keyferry.cloud.record.Attempt;
import io.keyferry.cloud.record.Progress;
import io.keyferry.cloud.record.Revision;
import io.keyferry.cloud.record.StoredImport;
import io.keyferry.model.deployment.TableSpec;
import io.keyferry.model.json.JsonCodec;
import io.keyferry.model.json.StoredJson;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.Requester;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.UtcTime;
import io.keyferry.model.value.WrappingPublicKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A stored import as an item of the table. The record itself is JSON; what DynamoDB sorts or
 * compares by, and what must not be in the record, are separate attributes.
 *
 * <p>An earlier or later release than the one that wrote an item may read it: unknown attributes
 * are ignored, and what a later release adds must have a default here.
 */
final class ImportItem {

  /** 2 since items have this attribute; those of 0.1.0 have none, which means 1. */
  static final String SCHEMA = "schema";

  private static final long THIS_SCHEMA = 2;

  static final String IMPORT_ID = TableSpec.IMPORTS.partitionKey();
  static final String VERSION = "version";
  static final String RECORD = TableSpec.RECORD;
  static final String LISTING = TableSpec.NEWEST_FIRST.partitionKey();
  static final String ALL_IMPORTS = "imports";
  static final String REQUESTED_AT = TableSpec.NEWEST_FIRST.sortKey();
  private static final String REQUEST_DIGEST = "requestDigest";
  static final String REQUEST = "request";
  private static final String IMPORT_TOKEN = "importToken";
  private static final String WRAPPING_KEY = "wrappingKey";
  private static final String PARAMETERS_OBTAINED_AT = "parametersObtainedAt";
  private static final String JOB = "job";
  private static final String REQUESTER = "requester";
  private static final String KMS_REQUEST_IDS = "kmsRequestIds";
  private static final String HSM_KEY = "hsmKey";
  static final String CEREMONY_RECORD = TableSpec.CEREMONY_RECORD;
  private static final String LEASE_UNTIL = "leaseUntil";
  private static final String WRITER = "writer";
  private static final String CREATION_NONCE = "creationNonce";
  private static final String SCHEDULED_TRIES = "scheduledTries";
  private static final String NOT_BEFORE = "notBefore";
  private static final String DISPROOF = "disproof";
  static final String DUTY = TableSpec.DUE.partitionKey();
  static final String DUE = "due";
  static final String DUE_AT = TableSpec.DUE.sortKey();
  private static final String EXPIRES_AT = TableSpec.IMPORTS.timeToLiveAttribute();

  private ImportItem() {}

  /**
   * @param keepFailed after this time DynamoDB may delete a failed import (time to live, seconds
   *     since 1970)
   */
  static Map<String, AttributeValue> of(StoredImport stored, Duration keepFailed) {
    ImportRecord record = stored.record();
    Map<String, AttributeValue> item = new LinkedHashMap<>(indexKey(mark(record)));
    item.put(SCHEMA, schema());
    item.put("state", text(record.state().name()));
    item.put("attempt", number(record.attempt()));
    Revision revision = stored.revision();
    item.put(VERSION, number(revision.number()));
    item.put(RECORD, json(record));
    item.put(REQUESTER, json(stored.request().requester()));
    item.put(KMS_REQUEST_IDS, texts(stored.requestIds()));
    stored.request().hsmKey().ifPresent(key -> item.put(HSM_KEY, HsmKeyItem.of(key)));
    OrderItem.write(stored.request(), item);
    stored.ceremonyRecord().ifPresent(compact -> item.put(CEREMONY_RECORD, text(compact)));
    item.put(REQUEST_DIGEST, text(stored.request().digest().hex()));
    item.put(WRITER, text(revision.writer()));
    revision.leaseUntil().ifPresent(time -> item.put(LEASE_UNTIL, text(UtcTime.format(time))));
    revision
        .due()
        .ifPresent(time -> {
          item.put(DUTY, text(DUE));
          item.put(DUE_AT, text(UtcTime.format(time)));
        });
    Progress progress = stored.progress();
    progress.nonce().ifPresent(nonce -> item.put(CREATION_NONCE, text(nonce.value())));
    item.put(SCHEDULED_TRIES, number(progress.scheduledTries()));
    progress.notBefore().ifPresent(time -> item.put(NOT_BEFORE, text(UtcTime.format(time))));
    progress.disproof().ifPresent(reason -> item.put(DISPROOF, text(reason)));
    if (record.state() == ImportState.FAILED) {
      item.put(EXPIRES_AT, number(record.progress().updatedAt().plus(keepFailed).getEpochSecond()));
    }
    stored
        .attempt()
        .ifPresent(attempt -> {
          attempt.importToken().ifPresent(token -> item.put(IMPORT_TOKEN, bytes(token)));
          item.put(WRAPPING_KEY, bytes(attempt.wrappingKey().spki()));
          item.put(PARAMETERS_OBTAINED_AT, text(UtcTime.format(attempt.obtainedAt())));
          item.put(JOB, text(attempt.job()));
        });
    return item;
  }

  static StoredImport read(Map<String, AttributeValue> item) {
    return new StoredImport(
        record(item),
        request(item),
        attempt(item),
        progress(item),
        new Revision(
            Long.parseLong(required(item, VERSION).n()),
            required(item, WRITER).s(),
            optional(item, LEASE_UNTIL).map(value -> UtcTime.parse(value.s())),
            optional(item, DUE_AT).map(value -> UtcTime.parse(value.s()))),
        optional(item, KMS_REQUEST_IDS).map(ImportItem::texts).orElse(Map.of()),
        ceremonyRecord(item));
  }

  private static AcceptedRequest request(Map<String, AttributeValue> item) {
    String canonical = required(item, REQUEST).s();
    return new AcceptedRequest(
        json(item, REQUESTER, Requester.class),
        canonical,
        new Sha256(required(item, REQUEST_DIGEST).s()),
        optional(item, HSM_KEY).map(HsmKeyItem::read),
        OrderItem.read(item, canonical));
  }

  static Optional<String> ceremonyRecord(Map<String, AttributeValue> item) {
    return optional(item, CEREMONY_RECORD).map(AttributeValue::s);
  }

  private static Progress progress(Map<String, AttributeValue> item) {
    return new Progress(
        optional(item, CREATION_NONCE).map(value -> new CreationNonce(value.s())),
        optional(item, SCHEDULED_TRIES).map(value -> Integer.parseInt(value.n())).orElse(0),
        optional(item, NOT_BEFORE).map(value -> UtcTime.parse(value.s())),
        optional(item, DISPROOF).map(AttributeValue::s));
  }

  static ImportRecord record(Map<String, AttributeValue> item) {
    return json(item, RECORD, ImportRecord.class);
  }

  static ImportId importId(Map<String, AttributeValue> item) {
    return new ImportId(required(item, IMPORT_ID).s());
  }

  static PageMark mark(ImportRecord record) {
    return new PageMark(record.order().requestedAt(), record.importId());
  }

  /** The mark of an item that has the keys of the index. */
  static PageMark mark(Map<String, AttributeValue> item) {
    return new PageMark(UtcTime.parse(required(item, REQUESTED_AT).s()), importId(item));
  }

  static Map<String, AttributeValue> key(ImportId importId) {
    return Map.of(IMPORT_ID, text(importId.value()));
  }

  /** The key of an item in the index, which includes the table's key. */
  static Map<String, AttributeValue> indexKey(PageMark mark) {
    return Map.of(
        IMPORT_ID, text(mark.importId().value()),
        LISTING, text(ALL_IMPORTS),
        REQUESTED_AT, text(UtcTime.format(mark.requestedAt())));
  }

  static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }

  static AttributeValue schema() {
    return number(THIS_SCHEMA);
  }

  static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }

  private static AttributeValue texts(Map<String, String> values) {
    Map<String, AttributeValue> map = new TreeMap<>();
    values.forEach((name, value) -> map.put(name, text(value)));
    return AttributeValue.fromM(map);
  }

  private static Map<String, String> texts(AttributeValue map) {
    Map<String, String> values = new TreeMap<>();
    map.m().forEach((name, value) -> values.put(name, value.s()));
    return values;
  }

  private static AttributeValue json(Object value) {
    return text(new String(JsonCodec.write(value), StandardCharsets.UTF_8));
  }

  private static <T> T json(Map<String, AttributeValue> item, String name, Class<T> type) {
    return StoredJson.read(type, required(item, name).s());
  }

  private static AttributeValue bytes(Blob value) {
    return AttributeValue.fromB(SdkBytes.fromByteArray(value.bytes()));
  }

  private static Optional<Attempt> attempt(Map<String, AttributeValue> item) {
    return optional(item, JOB)
        .map(job ->
            new Attempt(
                optional(item, IMPORT_TOKEN).map(token -> Blob.of(token.b().asByteArray())),
                WrappingPublicKey.of(required(item, WRAPPING_KEY).b().asByteArray()),
                UtcTime.parse(required(item, PARAMETERS_OBTAINED_AT).s()),
                job.s()));
  }

  private static Optional<AttributeValue> optional(Map<String, AttributeValue> item, String name) {
    return Optional.ofNullable(item.get(name));
  }

  private static AttributeValue required(Map<String, AttributeValue> item, String name) {
    return optional(item, name)
        .orElseThrow(() ->
            new IllegalStateException(
                "expected an import with the attribute %s, found %s"
                    .formatted(name, item.keySet())));
  }
}
