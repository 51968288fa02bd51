package io.keyferry.cloud.aws;

import io.keyferry.cloud.record.VerificationTarget;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.ImportId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What a verification has to prove, as a map of an import's item. */
final class ProofItem {

  private static final String IMPORT_ID = "importId";
  private static final String HSM_KEY = "hsmKey";
  private static final String KEY_MATERIAL_ID = "keyMaterialId";
  private static final String EVEN_IF_DISABLED = "evenIfDisabled";
  private static final String MAKE_EXTRACTABLE = "makeExtractable";
  private static final String FOUND_DISABLED = "foundDisabled";

  private ProofItem() {}

  static AttributeValue of(VerificationTarget proof) {
    Map<String, AttributeValue> item = new TreeMap<>();
    item.put(IMPORT_ID, ImportItem.text(proof.importId().value()));
    item.put(HSM_KEY, ImportItem.text(proof.hsmKey().hex()));
    proof.keyMaterialId().ifPresent(id -> item.put(KEY_MATERIAL_ID, ImportItem.text(id)));
    item.put(EVEN_IF_DISABLED, AttributeValue.fromBool(proof.evenIfDisabled()));
    item.put(MAKE_EXTRACTABLE, AttributeValue.fromBool(proof.makeExtractable()));
    item.put(FOUND_DISABLED, AttributeValue.fromBool(proof.foundDisabled()));
    return AttributeValue.fromM(item);
  }

  static VerificationTarget read(AttributeValue value) {
    return new VerificationTarget(
        new ImportId(required(value, IMPORT_ID).s()),
        new CkaId(required(value, HSM_KEY).s()),
        Optional.ofNullable(value.m().get(KEY_MATERIAL_ID)).map(AttributeValue::s),
        flag(value, EVEN_IF_DISABLED),
        flag(value, MAKE_EXTRACTABLE),
        flag(value, FOUND_DISABLED));
  }

  private static boolean flag(AttributeValue map, String name) {
    return Optional.ofNullable(map.m().get(name)).map(AttributeValue::bool).orElse(false);
  }

  private static AttributeValue required(AttributeValue map, String name) {
    return Optional.ofNullable(map.m().get(name))
        .orElseThrow(() ->
            new IllegalStateException(
                "expected a proof with %s, found %s".formatted(name, map.m().keySet())));
  }
}
