package io.keyferry.cloud.aws;

import io.keyferry.cloud.record.AcceptedRequest;
import io.keyferry.cloud.record.StoredOrder;
import io.keyferry.model.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What an import has to do, as a map of its item.
 *
 * <p>The previous release has no such map. It reads the canonical text of the request, whose first
 * field names the kind, and what a verification has to prove. Both are written, too, for a
 * rollback, and read if there is no map.
 */
final class OrderItem {

  private static final String ORDER = "order";
  private static final String FORM = "form";
  private static final long THIS_FORM = 1;
  private static final String KIND = "kind";
  private static final String FIELDS = "fields";

  private static final String VERIFICATION = "verify";
  private static final String PROOF = "proof";
  private static final List<String> PROOF_TEXTS = List.of("importId", "hsmKey", "keyMaterialId");
  private static final List<String> PROOF_FLAGS =
      List.of("evenIfDisabled", "makeExtractable", "foundDisabled");

  private OrderItem() {}

  static void write(AcceptedRequest request, Map<String, AttributeValue> item) {
    StoredOrder order = request.order();
    item.put(
        ORDER,
        AttributeValue.fromM(
            Map.of(
                FORM, ImportItem.number(THIS_FORM),
                KIND, ImportItem.text(order.kind()),
                FIELDS, ImportItem.text(order.fields()))));
    item.put(ImportItem.REQUEST, ImportItem.text(request.canonical()));
    if (order.kind().equals(VERIFICATION)) {
      item.put(PROOF, proof(order.read()));
    }
  }

  /**
   * @param canonical the request's text
   * @throws IllegalStateException if a later release wrote it in another form
   */
  static StoredOrder read(Map<String, AttributeValue> item, String canonical) {
    AttributeValue order = item.get(ORDER);
    if (order == null) {
      return ofPreviousRelease(Optional.ofNullable(item.get(PROOF)), canonical);
    }
    long form = Long.parseLong(required(order, FORM).n());
    if (form != THIS_FORM) {
      throw new IllegalStateException(
          "expected an import with an order of form %d, found one of form %d"
              .formatted(THIS_FORM, form));
    }
    return new StoredOrder(required(order, KIND).s(), required(order, FIELDS).s());
  }

  private static StoredOrder ofPreviousRelease(Optional<AttributeValue> proof, String canonical) {
    if (proof.isPresent()) {
      Map<String, AttributeValue> fields = proof.get().m();
      return StoredOrder.of(
          VERIFICATION,
          json -> {
            for (String name : PROOF_TEXTS) {
              if (fields.containsKey(name)) {
                json.writeStringField(name, required(proof.get(), name).s());
              }
            }
            for (String name : PROOF_FLAGS) {
              if (fields.containsKey(name)) {
                json.writeBooleanField(name, required(proof.get(), name).bool());
              }
            }
          });
    }
    return Json.read(canonical.getBytes(StandardCharsets.UTF_8)) instanceof Json.Obj request
            && !request.fields().isEmpty()
        ? new StoredOrder(request.fields().keySet().iterator().next(), canonical)
        : unreadable(canonical);
  }

  private static StoredOrder unreadable(String canonical) {
    throw new IllegalStateException("expected the text of a request, found " + canonical);
  }

  private static AttributeValue proof(StoredOrder.Fields fields) {
    Map<String, AttributeValue> proof = new TreeMap<>();
    PROOF_TEXTS.forEach(
        name -> fields.text(name).ifPresent(text -> proof.put(name, ImportItem.text(text))));
    PROOF_FLAGS.forEach(name -> proof.put(name, AttributeValue.fromBool(fields.flag(name, false))));
    return AttributeValue.fromM(proof);
  }

  private static AttributeValue required(AttributeValue map, String name) {
    return Optional.ofNullable(map.m().get(name))
        .orElseThrow(() ->
            new IllegalStateException(
                "expected an order with %s, found %s".formatted(name, map.m().keySet())));
  }
}
