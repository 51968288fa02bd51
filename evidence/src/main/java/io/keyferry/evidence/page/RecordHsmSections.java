package io.keyferry.evidence.page;

import io.keyferry.model.message.CeremonyRecord;
import io.keyferry.model.message.CeremonyStatement;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.HsmCeremony;
import io.keyferry.model.message.ImportParameterFacts;
import io.keyferry.model.value.HsmKeyReport;
import io.keyferry.model.value.KeyCheckValue;
import io.keyferry.model.value.TokenIdentity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a ceremony record says about the HSM, and about the way from there to KMS. */
final class RecordHsmSections {

  private static final String UNSTATED = "unknown: the record has no statement from the agent";
  private static final String UNWRAPPED = "nothing: the agent refused the job";

  private RecordHsmSections() {}

  static RecordSection key(Optional<CeremonyStatement> statement) {
    RecordSection.Builder section = RecordSection.titled("The key in the HSM");
    Optional<HsmCeremony> ceremony = statement.flatMap(signed -> signed.work().wrapped());
    if (ceremony.isPresent()) {
      token(ceremony.get().token(), section);
      key(ceremony.get().key(), section);
      section.text("Attributes changed", words(ceremony.get().attributesChanged()));
    } else {
      section.text("Key", statement.isPresent() ? "none was wrapped: the agent refused" : UNSTATED);
    }
    statement
        .flatMap(signed -> signed.work().refused())
        .ifPresent((Failure refused) ->
            section
                .code("Agent's refusal", refused.code())
                .text("Agent's reason", refused.reason()));
    return section.build();
  }

  static void token(TokenIdentity token, RecordSection.Builder section) {
    section
        .text("Token", token.label())
        .text("Manufacturer and model", token.manufacturer() + " " + token.model())
        .code("Serial number", token.serial())
        .code("Firmware", token.firmware());
  }

  static void key(HsmKeyReport key, RecordSection.Builder section) {
    section
        .text("Key label (CKA_LABEL)", key.object().label())
        .code("CKA_ID", key.ckaId())
        .text(
            "Origin",
            switch (key.object().origin()) {
              case GENERATED -> "GENERATED: generated in the HSM for this job";
              case FOUND -> "FOUND: it was in the HSM when this job arrived";
            })
        .code(
            "Key check value",
            key.proof().keyCheckValue().map(KeyCheckValue::value),
            "not reported by the token");
    key.proof()
        .keyCheckValue()
        .map(KeyCheckValue::method)
        .ifPresent(method -> section.note(method(method)));
    key.proof().publicKey().ifPresent(der -> section.code("Public key, SHA-256", der.sha256()));
    key.proof()
        .mac()
        .ifPresent(made ->
            section
                .code("Random challenge", made.challenge().base64())
                .code("MAC of the challenge", made.mac().base64()));
    section
        .code("Attributes that are true", named(key.object().attributes(), true))
        .code("Attributes that are false", named(key.object().attributes(), false))
        .note("As read back from the token.")
        .code("CKA_OUID", key.object().ouid(), "not reported by the token");
  }

  private static String method(KeyCheckValue.Method method) {
    return switch (method) {
      case AES_ECB ->
          "AES_ECB: the first 3 bytes of the encryption of a zero block (PKCS#11's CKA_CHECK_VALUE).";
      case AES_CMAC -> "AES_CMAC: the first 5 bytes of the CMAC of a zero block (ANSI X9.24-1).";
    };
  }

  private static String named(Map<String, Boolean> attributes, boolean value) {
    return attributes.entrySet().stream()
        .filter(attribute -> attribute.getValue() == value)
        .map(Map.Entry::getKey)
        .sorted()
        .collect(
            Collectors.collectingAndThen(
                Collectors.joining(" "), names -> names.isEmpty() ? "none" : names));
  }

  static RecordSection travel(CeremonyRecord record, Optional<CeremonyStatement> statement) {
    RecordSection.Builder section = RecordSection.titled("How it traveled");
    if (record.kms().parameters().isEmpty()) {
      section.text("Import parameters", "none: the record has none from KMS");
    }
    record.kms().parameters().ifPresent(given -> parameters(given, section));
    Optional<HsmCeremony> ceremony = statement.flatMap(signed -> signed.work().wrapped());
    String without = statement.isPresent() ? UNWRAPPED : UNSTATED;
    section
        .code("Signed job, SHA-256", statement.map(signed -> signed.order().job()), UNSTATED)
        .code("Mechanism in the HSM", ceremony.map(done -> done.mechanism().name()), without)
        .code("Its parameters", ceremony.map(done -> done.mechanism().parameters()), without)
        .code(
            "Wrapped key as it left the HSM, SHA-256",
            ceremony.map(HsmCeremony::encryptedKeyMaterial),
            without)
        .code(
            "Wrapped key as sent to KMS, SHA-256",
            record.kms().encryptedKeyMaterial(),
            "nothing was sent")
        .text(
            "Destroyed in the HSM",
            ceremony.map(done -> words(done.objectsDestroyed())).orElse(without));
    statement.ifPresent(half ->
        section
            .time("Job received", half.witness().receivedAt())
            .time("Stated", half.witness().statedAt()));
    return section.build();
  }

  private static void parameters(ImportParameterFacts given, RecordSection.Builder section) {
    section
        .code("Wrapping key, SHA-256", given.wrappingKey())
        .note("Over the DER of the public key that KMS generated for this import.")
        .code("Import token, SHA-256", given.importToken())
        .time("Obtained from KMS", given.obtainedAt())
        .time("Valid until", given.validTo())
        .code("Wrapping algorithm", given.wrappingAlgorithm())
        .code("Wrapping key spec", given.wrappingKeySpec());
  }

  static String words(List<String> texts) {
    return texts.isEmpty() ? "nothing" : String.join("; ", texts);
  }
}
