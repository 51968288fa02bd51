package io.keyferry.agent.hsm.pkcs11;

import java.util.Map;
import java.util.Optional;

/** The attributes that a token reports for an object; unknown ones are absent. */
public final class AttributeValues {

  private final Map<Attribute, Object> values;

  /**
   * @param values as the JDK's wrapper returns them: {@code Boolean}, {@code Long}, {@code char[]}
   *     for the label, else {@code byte[]}
   */
  AttributeValues(Map<Attribute, Object> values) {
    this.values = Map.copyOf(values);
  }

  public Optional<Boolean> bool(Attribute attribute) {
    return value(attribute).map(Boolean.class::cast);
  }

  public Optional<Long> number(Attribute attribute) {
    return value(attribute).map(Long.class::cast);
  }

  /** Also empty if the value has no bytes. */
  public Optional<byte[]> bytes(Attribute attribute) {
    return value(attribute).map(byte[].class::cast).filter(bytes -> bytes.length > 0);
  }

  /** The {@code CKA_LABEL}, empty text if there is none. */
  public String label() {
    return value(Attribute.LABEL).map(char[].class::cast).map(Cryptoki::text).orElse("");
  }

  private Optional<Object> value(Attribute attribute) {
    return Optional.ofNullable(values.get(attribute));
  }
}
