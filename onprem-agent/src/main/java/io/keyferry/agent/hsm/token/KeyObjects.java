package io.keyferry.agent.hsm.token;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.agent.hsm.KeyForm;
import io.keyferry.agent.hsm.KeyTemplate;
import io.keyferry.agent.hsm.Luna;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.agent.hsm.pkcs11.Attribute;
import io.keyferry.agent.hsm.pkcs11.CryptokiSession;
import io.keyferry.agent.hsm.pkcs11.Mechanism;
import io.keyferry.agent.hsm.pkcs11.Template;
import io.keyferry.agent.hsm.pkcs11.Template.ObjectClass;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.ChallengeMac;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.KeySpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The customer's keys in the token: secret keys, and private halves of pairs. */
final class KeyObjects implements TokenSession.Keys {

  /** An object and its class. */
  private record Found(ObjectClass objectClass, long handle) {}

  private record Named(ObjectClass objectClass, CkaId id, long handle) {}

  private static final String NO_ID = "none";

  private static final Logger LOG = LoggerFactory.getLogger(KeyObjects.class);
  private static final List<ObjectClass> CLASSES =
      List.of(ObjectClass.SECRET_KEY, ObjectClass.PRIVATE_KEY);

  private final Pkcs11Token token;
  private final CryptokiSession session;
  private final KeyReading reading;
  private final KeyGeneration generation;

  KeyObjects(Pkcs11Token token, CryptokiSession session) {
    this.token = token;
    this.session = session;
    this.reading = new KeyReading(token, session);
    this.generation = new KeyGeneration(token, session, reading);
  }

  @Override
  public Optional<HsmKey> find(HsmKeyName name) throws HsmException {
    Optional<Named> found = one(name);
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(
            reading.read(found.get().objectClass(), found.get().id(), found.get().handle()));
  }

  @Override
  public Optional<HsmKey> look(HsmKeyName name) throws HsmException {
    Optional<Named> found = one(name);
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(
            reading.look(found.get().objectClass(), found.get().id(), found.get().handle()));
  }

  private Optional<Named> one(HsmKeyName name) throws HsmException {
    return switch (name) {
      case HsmKeyName.Id(CkaId id) -> identified(id);
      case HsmKeyName.Label(String label) -> labeled(label);
    };
  }

  private Optional<Named> identified(CkaId id) throws HsmException {
    List<Found> found = all(id);
    if (found.size() > 1) {
      throw new HsmException(
          Fault.REFUSED,
          "expected one key with CKA_ID %s, found %d, labeled %s: change the CKA_ID of all but one%s"
              .formatted(id, found.size(), labels(found), tool()));
    }
    return found.stream().findFirst().map(only -> new Named(only.objectClass(), id, only.handle()));
  }

  private Optional<Named> labeled(String label) throws HsmException {
    List<Found> found = all(Template.only(Attribute.LABEL, label));
    if (found.size() > 1) {
      List<String> ids = ids(found);
      boolean named = !ids.contains(NO_ID) && Set.copyOf(ids).size() == ids.size();
      throw new HsmException(
          Fault.REFUSED,
          "expected one key labeled '%s', found %d, with CKA_ID %s: %s"
              .formatted(
                  label,
                  found.size(),
                  String.join(", ", ids),
                  named
                      ? "name it by its CKA_ID"
                      : "set a different CKA_ID on each%s, then name the key by it"
                          .formatted(tool())));
    }
    if (found.isEmpty()) {
      return Optional.empty();
    }
    CkaId id =
        reading
            .id(found.getFirst().handle())
            .orElseThrow(() ->
                new HsmException(
                    Fault.REFUSED,
                    "expected key '%s' to have a CKA_ID of 1 to %d bytes, found no such CKA_ID: set one%s, because records name keys by it"
                        .formatted(label, CkaId.MAX_BYTES, tool())));
    return Optional.of(new Named(found.getFirst().objectClass(), id, found.getFirst().handle()));
  }

  private String tool() {
    return Luna.either(token.identity(), " (cmu setattribute -id)", " with the HSM's own tool");
  }

  /**
   * @throws HsmException if a key has the id
   */
  private void demandNone(CkaId id) throws HsmException {
    List<Found> present = all(id);
    if (!present.isEmpty()) {
      throw new HsmException(
          Fault.REFUSED,
          "expected no key with CKA_ID %s, found %s: use the existing key, or another id"
              .formatted(id, labels(present)));
    }
  }

  /** Omits keys without a {@code CKA_ID}, because nothing can name them. */
  @Override
  public List<HsmKey> list() throws HsmException {
    List<HsmKey> keys = new ArrayList<>();
    List<Found> unnamed = new ArrayList<>();
    for (ObjectClass objectClass : CLASSES) {
      for (long handle : session.find(Template.of(objectClass).with(Attribute.TOKEN, true))) {
        Optional<CkaId> id = reading.id(handle);
        if (id.isPresent()) {
          keys.add(reading.look(objectClass, id.get(), handle));
        } else {
          unnamed.add(new Found(objectClass, handle));
        }
      }
    }
    if (!unnamed.isEmpty()) {
      LOG.warn(
          "Omitted {} keys without a CKA_ID of 1 to {} bytes, labeled {}: set a CKA_ID to use them",
          unnamed.size(),
          CkaId.MAX_BYTES,
          labels(unnamed));
    }
    return List.copyOf(keys);
  }

  /** Destroys the private half first: without it the public one is useless. */
  @Override
  public void destroyFound(HsmKey key) throws HsmException {
    long handle = ObjectHandle.in(session, key.reference());
    boolean pair = key.form() instanceof KeyForm.Rsa || key.form() instanceof KeyForm.Elliptic;
    session.destroy(handle);
    if (pair) {
      Template publicHalf =
          Template.of(ObjectClass.PUBLIC_KEY).with(Attribute.ID, key.id().bytes());
      for (long half : session.find(publicHalf)) {
        session.destroy(half);
      }
    }
  }

  @Override
  public HsmKey generate(KeySpec spec, CkaId id, String label, KeyTemplate template)
      throws HsmException {
    demandNone(id);
    return generation.generate(KeyGeneration.Order.ofToken(spec, id, label, template));
  }

  @Override
  public void destroy(HsmKey generated) throws HsmException {
    generation.destroy(generated);
  }

  @Override
  public HsmKey setExtractable(HsmKey key, boolean extractable) throws HsmException {
    long handle = ObjectHandle.in(session, key.reference());
    session.set(handle, Template.only(Attribute.EXTRACTABLE, extractable));
    HsmKey changed = reading.read(objectClass(key.form()), key.id(), handle);
    if (changed.isExtractable() != extractable) {
      throw new HsmException(
          Fault.REFUSED,
          "expected key '%s' with CKA_ID %s to have CKA_EXTRACTABLE %s after C_SetAttributeValue, found it unchanged: %s"
              .formatted(
                  key.label(),
                  key.id(),
                  extractable,
                  Luna.either(
                      token.identity(),
                      "see partition policy 11 (changing key attributes)",
                      "the token does not allow the change; import a new key")));
    }
    return changed;
  }

  private static ObjectClass objectClass(KeyForm form) {
    return switch (form) {
      case KeyForm.Rsa rsa -> ObjectClass.PRIVATE_KEY;
      case KeyForm.Elliptic elliptic -> ObjectClass.PRIVATE_KEY;
      case KeyForm.Aes aes -> ObjectClass.SECRET_KEY;
      case KeyForm.Secret secret -> ObjectClass.SECRET_KEY;
      case KeyForm.Other other -> ObjectClass.SECRET_KEY;
    };
  }

  @Override
  public ChallengeMac mac(HsmKey key, KeySpec spec) throws HsmException {
    Mechanism mechanism = Mechanism.ofHmac(spec);
    token.demand(mechanism);
    byte[] challenge = session.random(ChallengeMac.CHALLENGE_BYTES);
    byte[] mac = session.sign(mechanism, ObjectHandle.in(session, key.reference()), challenge);
    return new ChallengeMac(Blob.of(challenge), Blob.of(mac));
  }

  private List<Found> all(CkaId id) throws HsmException {
    return all(Template.only(Attribute.ID, id.bytes()));
  }

  /** Searches once, because most searches find nothing; omits objects of other classes. */
  private List<Found> all(Template named) throws HsmException {
    List<Found> found = new ArrayList<>();
    for (long handle : session.find(named)) {
      Optional<Long> reported = session.read(handle, Attribute.CLASS).number(Attribute.CLASS);
      CLASSES.stream()
          .filter(objectClass -> reported.filter(objectClass::is).isPresent())
          .map(objectClass -> new Found(objectClass, handle))
          .forEach(found::add);
    }
    return found;
  }

  private String labels(List<Found> found) throws HsmException {
    List<String> labels = new ArrayList<>();
    for (Found key : found) {
      labels.add("'" + session.read(key.handle(), Attribute.LABEL).label() + "'");
    }
    return String.join(", ", labels);
  }

  private List<String> ids(List<Found> found) throws HsmException {
    List<String> ids = new ArrayList<>();
    for (Found key : found) {
      ids.add(reading.id(key.handle()).map(CkaId::hex).orElse(NO_ID));
    }
    Collections.sort(ids);
    return ids;
  }
}
