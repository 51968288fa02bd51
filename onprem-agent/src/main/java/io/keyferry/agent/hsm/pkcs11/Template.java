package io.keyferry.agent.hsm.pkcs11;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The attributes to create an object with or to find it by. A token chooses defaults for missing
 * ones, and Luna's differ from others: a template for creation names every attribute.
 */
public final class Template {

  /** {@code CK_OBJECT_CLASS}: the first attribute of every template. */
  public enum ObjectClass {
    PUBLIC_KEY(2),
    PRIVATE_KEY(3),
    SECRET_KEY(4);

    private final long value;

    ObjectClass(long value) {
      this.value = value;
    }

    public boolean is(long other) {
      return value == other;
    }
  }

  /** {@code CK_KEY_TYPE}. */
  public enum KeyType {
    RSA(0x00),
    EC(0x03),
    GENERIC_SECRET(0x10),
    AES(0x1F),
    EC_EDWARDS(0x40);

    private final long value;

    KeyType(long value) {
      this.value = value;
    }

    public long value() {
      return value;
    }
  }

  private static final List<Attribute> USAGES =
      List.of(
          Attribute.ENCRYPT,
          Attribute.DECRYPT,
          Attribute.SIGN,
          Attribute.VERIFY,
          Attribute.WRAP,
          Attribute.UNWRAP,
          Attribute.DERIVE);

  private final Map<Attribute, Object> values = new LinkedHashMap<>();

  public static Template of(ObjectClass objectClass) {
    return new Template().put(Attribute.CLASS, objectClass.value);
  }

  public static Template of(ObjectClass objectClass, KeyType keyType) {
    return of(objectClass).put(Attribute.KEY_TYPE, keyType.value);
  }

  /**
   * A secret key that is destroyed with its session and can be wrapped. It has only these usages.
   *
   * @param bytes the length of the key
   */
  public static Template temporarySecret(KeyType keyType, int bytes, Set<Attribute> usages) {
    Template template =
        of(ObjectClass.SECRET_KEY, keyType)
            .with(Attribute.VALUE_LEN, bytes)
            .with(Attribute.TOKEN, false)
            .with(Attribute.PRIVATE, true)
            .with(Attribute.SENSITIVE, true)
            .with(Attribute.EXTRACTABLE, true);
    USAGES.forEach(usage -> template.with(usage, usages.contains(usage)));
    return template;
  }

  /** One attribute to set on an existing object. */
  public static Template only(Attribute attribute, boolean value) {
    return new Template().with(attribute, value);
  }

  /** One attribute to look for objects of any class by. */
  public static Template only(Attribute attribute, byte[] value) {
    return new Template().with(attribute, value);
  }

  /** One attribute to look for objects of any class by. */
  public static Template only(Attribute attribute, String value) {
    return new Template().with(attribute, value);
  }

  public Template with(Attribute attribute, boolean value) {
    return put(attribute, value);
  }

  public Template with(Attribute attribute, long value) {
    return put(attribute, value);
  }

  public Template with(Attribute attribute, byte[] value) {
    return put(attribute, value.clone());
  }

  /** Adds a text attribute, in UTF-8 as PKCS#11 requires. */
  public Template with(Attribute attribute, String value) {
    return put(attribute, value.getBytes(StandardCharsets.UTF_8));
  }

  private Template put(Attribute attribute, Object value) {
    values.put(attribute, value);
    return this;
  }

  /** The values: {@code Boolean}, {@code Long} or {@code byte[]}. */
  Map<Attribute, Object> values() {
    return Collections.unmodifiableMap(values);
  }
}
