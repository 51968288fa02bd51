package io.keyferry.agent.hsm.token;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.agent.hsm.KeyForm;
import io.keyferry.agent.hsm.KeyReference;
import io.keyferry.agent.hsm.KeyTemplate;
import io.keyferry.agent.hsm.Luna;
import io.keyferry.agent.hsm.pkcs11.Attribute;
import io.keyferry.agent.hsm.pkcs11.CryptokiSession;
import io.keyferry.agent.hsm.pkcs11.Curve;
import io.keyferry.agent.hsm.pkcs11.Mechanism;
import io.keyferry.agent.hsm.pkcs11.NewObject;
import io.keyferry.agent.hsm.pkcs11.Template;
import io.keyferry.agent.hsm.pkcs11.Template.KeyType;
import io.keyferry.agent.hsm.pkcs11.Template.ObjectClass;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.KeySpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Generates keys, reads back their attributes, and keeps only keys that match the template. */
final class KeyGeneration {

  /** The key to generate. */
  record Order(KeySpec spec, CkaId id, String label, KeyTemplate template, boolean ofToken) {

    static Order ofToken(KeySpec spec, CkaId id, String label, KeyTemplate template) {
      return new Order(spec, id, label, template, true);
    }

    /** Orders a session object, which is destroyed with the session. */
    static Order ofSession(KeySpec spec, CkaId id, String label, KeyTemplate template) {
      return new Order(spec, id, label, template, false);
    }

    private Map<Attribute, Boolean> wanted() {
      Map<Attribute, Boolean> wanted = KeyAttributes.of(template, spec);
      wanted.put(Attribute.TOKEN, ofToken);
      return wanted;
    }

    /** The template of the secret key or the private half. */
    private Template own(ObjectClass objectClass, KeyType type) {
      return named(objectClass, type, wanted());
    }

    private Template publicHalf(KeyType type) {
      Map<Attribute, Boolean> wanted = KeyAttributes.ofPublicHalf(template, spec.family());
      wanted.put(Attribute.TOKEN, ofToken);
      return named(ObjectClass.PUBLIC_KEY, type, wanted);
    }

    private Template named(
        ObjectClass objectClass, KeyType type, Map<Attribute, Boolean> attributes) {
      Template template =
          Template.of(objectClass, type)
              .with(Attribute.LABEL, label)
              .with(Attribute.ID, id.bytes());
      attributes.forEach(template::with);
      return template;
    }
  }

  private static final byte[] EXPONENT_65537 = {1, 0, 1};

  private final Pkcs11Token token;
  private final CryptokiSession session;
  private final KeyReading reading;

  /** The objects of each generated key. */
  private final Map<KeyReference, List<Long>> made = new HashMap<>();

  KeyGeneration(Pkcs11Token token, CryptokiSession session, KeyReading reading) {
    this.token = token;
    this.session = session;
    this.reading = reading;
  }

  HsmKey generate(Order order) throws HsmException {
    return switch (order.spec().family()) {
      case AES -> secret(order, Mechanism.AES_KEY_GEN, KeyType.AES);
      case HMAC -> secret(order, Mechanism.GENERIC_SECRET_KEY_GEN, KeyType.GENERIC_SECRET);
      case RSA ->
          pair(
              order,
              token.demandOneOf(Mechanism.RSA_KEY_PAIR_GENS),
              order
                  .publicHalf(KeyType.RSA)
                  .with(Attribute.MODULUS_BITS, order.spec().bits())
                  .with(Attribute.PUBLIC_EXPONENT, EXPONENT_65537),
              order.own(ObjectClass.PRIVATE_KEY, KeyType.RSA));
      case ECC -> {
        Curve curve = Curve.of(order.spec()).orElseThrow();
        yield pair(
            order,
            curve.generation(),
            order.publicHalf(curve.keyType()).with(Attribute.EC_PARAMS, curve.parameters()),
            order.own(ObjectClass.PRIVATE_KEY, curve.keyType()));
      }
    };
  }

  /** Destroys the private half first: without it the public one is useless. */
  void destroy(HsmKey key) throws HsmException {
    List<Long> objects =
        Optional.ofNullable(made.get(key.reference()))
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "expected a key that this session generated, found another"));
    for (long object : objects) {
      session.destroy(object);
    }
    made.remove(key.reference());
  }

  private HsmKey secret(Order order, Mechanism mechanism, KeyType type) throws HsmException {
    token.demand(mechanism);
    Template template =
        order.own(ObjectClass.SECRET_KEY, type).with(Attribute.VALUE_LEN, order.spec().bits() / 8);
    long handle = session.generateKey(mechanism, template);
    HsmKey key =
        NewObject.destroyOnFailure(
            session, handle, () -> checked(order, ObjectClass.SECRET_KEY, handle));
    made.put(key.reference(), List.of(handle));
    return key;
  }

  private HsmKey pair(Order order, Mechanism mechanism, Template publicHalf, Template privateHalf)
      throws HsmException {
    token.demand(mechanism);
    CryptokiSession.KeyPair pair = session.generateKeyPair(mechanism, publicHalf, privateHalf);
    HsmKey key =
        NewObject.destroyOnFailure(
            session,
            pair.publicKey(),
            () ->
                NewObject.destroyOnFailure(
                    session,
                    pair.privateKey(),
                    () -> checked(order, ObjectClass.PRIVATE_KEY, pair.privateKey())));
    made.put(key.reference(), List.of(pair.privateKey(), pair.publicKey()));
    return key;
  }

  private HsmKey checked(Order order, ObjectClass objectClass, long handle) throws HsmException {
    HsmKey key = reading.read(objectClass, order.id(), handle);
    List<String> differences = KeyAttributes.differences(order.wanted(), key.attributes());
    if (!key.form().fits(order.spec())) {
      differences.add("expected %s, found %s".formatted(KeyForm.wanted(order.spec()), key.form()));
    }
    if (order.spec().isKeyPair() && key.publicKey().isEmpty()) {
      differences.add("expected a public key next to the private one, found none");
    }
    if (!differences.isEmpty()) {
      throw new HsmException(
          Fault.REFUSED,
          "the token did not apply the template of key '%s': %s; the key is not kept: %s"
              .formatted(
                  order.label(),
                  String.join("; ", differences),
                  Luna.either(
                      token.identity(),
                      "compare the template with the partition's policies",
                      "change token.key-template to what the token accepts")));
    }
    return key;
  }
}
