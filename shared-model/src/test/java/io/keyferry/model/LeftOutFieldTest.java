package io.keyferry.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.keyferry.model.json.JsonCodec;
import io.keyferry.model.value.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every field that is read is required, except optional ones. */
class LeftOutFieldTest {

  /**
   * A missing attempt is 0, which only what was never sent to an agent may have; a missing order is
   * none.
   */
  private static final Set<String> OPTIONAL =
      Set.of(
          "AuditLine.attempt",
          "CeremonyRecord.attempt",
          "ImportRecord.attempt",
          "AuditLine.importId",
          "AuditLine.facts.keyArn",
          "CeremonyRecord.parameters",
          "CeremonyRecord.encryptedKeyMaterial",
          "CeremonyRecord.existingKey",
          "CeremonyRecord.proof",
          "CeremonyRecord.keyMaterialId",
          "CeremonyRecord.kmsKey",
          "CeremonyRecord.kmsKey.policy",
          "CeremonyRecord.requester.principal",
          "CeremonyRecord.requestIds.kms:CreateKey",
          "CeremonyRecord.statement",
          "CeremonyStatement.wrapped.key.attributes.CKA_EXTRACTABLE",
          "CeremonyStatement.wrapped.key.attributes.CKA_SENSITIVE",
          "CeremonyStatement.wrapped.key.keyCheckValue",
          "CeremonyStatement.wrapped.key.mac",
          "CeremonyStatement.wrapped.key.ouid",
          "CeremonyStatement.wrapped.key.publicKey",
          "ImportRecord.code",
          "ImportRecord.hsmKey",
          "ImportRecord.hsmKey.attributes.CKA_EXTRACTABLE",
          "ImportRecord.hsmKey.attributes.CKA_SENSITIVE",
          "ImportRecord.hsmKey.keyCheckValue",
          "ImportRecord.hsmKey.mac",
          "ImportRecord.hsmKey.ouid",
          "ImportRecord.hsmKey.publicKey",
          "ImportRecord.keyArn",
          "ImportRecord.kind",
          "ImportRecord.keyMaterialId",
          "ImportRecord.parametersValidTo",
          "ImportRecord.reason",
          "ImportRecord.token",
          "ImportRecord.verifies",
          "ImportRecord.wrappingKeyFingerprint",
          "OfflineRecord.importToken",
          "OfflineRecord.kmsKeyId",
          "OfflineRecord.wrapped.key.attributes.CKA_EXTRACTABLE",
          "OfflineRecord.wrapped.key.attributes.CKA_SENSITIVE",
          "OfflineRecord.wrapped.key.keyCheckValue",
          "OfflineRecord.wrapped.key.mac",
          "OfflineRecord.wrapped.key.ouid",
          "OfflineRecord.wrapped.key.publicKey",
          "WrapJob.makeExtractable",
          "WrapResult.wrapped.hsmKey.attributes.CKA_EXTRACTABLE",
          "WrapResult.wrapped.hsmKey.attributes.CKA_SENSITIVE",
          "WrapResult.wrapped.hsmKey.keyCheckValue",
          "WrapResult.wrapped.hsmKey.mac",
          "WrapResult.wrapped.hsmKey.ouid",
          "WrapResult.wrapped.hsmKey.publicKey");

  private final Set<String> notMissed = new TreeSet<>();

  @Test
  void refusesWhateverLacksAFieldThatIsNotOptional() throws ParseException {
    for (Object sample : JsonSamples.ofEveryKind()) {
      String json = new String(JsonCodec.write(sample), StandardCharsets.UTF_8);
      Map<String, Object> root = JSONObjectUtils.parse(json);
      leaveOut(sample.getClass(), root, root, sample.getClass().getSimpleName());
    }
    assertThat(notMissed).containsExactlyInAnyOrderElementsOf(OPTIONAL);
  }

  private void leaveOut(Class<?> type, Map<String, Object> root, Map<?, ?> object, String path) {
    @SuppressWarnings("unchecked")
    Map<String, Object> fields = (Map<String, Object>) object;
    for (String name : List.copyOf(fields.keySet())) {
      Object value = fields.remove(name);
      if (isRead(type, JSONObjectUtils.toJSONString(root))) {
        notMissed.add(path + "." + name);
      }
      fields.put(name, value);
      if (value instanceof Map<?, ?> nested) {
        leaveOut(type, root, nested, path + "." + name);
      }
    }
  }

  private static boolean isRead(Class<?> type, String json) {
    try {
      JsonCodec.read(type, json.getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (InvalidValueException e) {
      return false;
    }
  }
}
