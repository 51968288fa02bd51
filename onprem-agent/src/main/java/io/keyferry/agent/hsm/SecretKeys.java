package io.keyferry.agent.hsm;

import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.Template.KeyType;
import io.keyferry.agent.hsm.Template.ObjectClass;
import io.keyferry.model.CkaId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The customer's keys in the token, by {@code CKA_ID}. */
final class SecretKeys {

  private static final Logger LOG = LoggerFactory.getLogger(SecretKeys.class);
  private static final int AES_256_BYTES = 32;
  private static final int LONGEST_ID = 64;

  private final Pkcs11Token token;
  private final CryptokiSession session;

  SecretKeys(Pkcs11Token token, CryptokiSession session) {
    this.token = token;
    this.session = session;
  }

  Optional<HsmKey> find(CkaId id) throws HsmException {
    List<Long> found = handles(id);
    if (found.size() > 1) {
      throw new HsmException(
          Fault.REFUSED,
          "expected one secret key with CKA_ID %s, found %d, labelled %s: give all but one another CKA_ID"
              .formatted(id, found.size(), labels(found)));
    }
    if (found.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(aes(id, found.getFirst()));
  }

  private List<Long> handles(CkaId id) throws HsmException {
    return session.find(Template.of(ObjectClass.SECRET_KEY).with(Attribute.ID, id.bytes()));
  }

  private List<String> labels(List<Long> handles) throws HsmException {
    List<String> labels = new ArrayList<>();
    for (long handle : handles) {
      labels.add("'" + session.readLabel(handle) + "'");
    }
    return labels;
  }

  private HsmKey aes(CkaId id, long handle) throws HsmException {
    Optional<Long> type = session.readLong(handle, Attribute.KEY_TYPE);
    if (type.filter(found -> found == KeyType.AES.value()).isEmpty()) {
      throw new HsmException(
          Fault.REFUSED,
          "expected an AES key (CKK_AES, 0x1f) with CKA_ID %s, found '%s' of type %s: name another key"
              .formatted(
                  id,
                  session.readLabel(handle),
                  type.map(found -> "0x" + Long.toHexString(found)).orElse("unknown")));
    }
    return read(id, handle);
  }

  private HsmKey read(CkaId id, long handle) throws HsmException {
    Optional<Long> length = session.readLong(handle, Attribute.VALUE_LEN);
    if (length.isEmpty()) {
      throw new HsmException(
          Fault.REFUSED,
          "expected the token to tell the length of the key with CKA_ID %s, found no CKA_VALUE_LEN: generate another key"
              .formatted(id));
    }
    SortedMap<String, Boolean> attributes = KeyAttributes.read(session, handle);
    return new HsmKey(
        id,
        session.readLabel(handle),
        Math.toIntExact(length.get()),
        attributes,
        KeyCheckValues.of(token, session, handle, attributes),
        ouid(handle),
        new ObjectHandle(session, handle));
  }

  /** A token that is no Luna may answer anything to this; it is no reason to fail. */
  private Optional<String> ouid(long handle) throws HsmException {
    try {
      return session.readBytes(handle, Attribute.OUID).map(HexFormat.of()::formatHex);
    } catch (HsmException e) {
      if (e.fault() != Fault.REFUSED) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** Keys without a {@code CKA_ID} are left out and counted in the log: nothing could name them. */
  List<HsmKey> list() throws HsmException {
    List<HsmKey> keys = new ArrayList<>();
    List<Long> unnamed = new ArrayList<>();
    Template all = Template.of(ObjectClass.SECRET_KEY, KeyType.AES).with(Attribute.TOKEN, true);
    for (long handle : session.find(all)) {
      Optional<byte[]> id =
          session.readBytes(handle, Attribute.ID).filter(bytes -> bytes.length <= LONGEST_ID);
      if (id.isPresent()) {
        keys.add(read(CkaId.of(id.get()), handle));
      } else {
        unnamed.add(handle);
      }
    }
    if (!unnamed.isEmpty()) {
      LOG.warn(
          "Left out {} AES keys without a CKA_ID of 1 to {} bytes, labelled {}: set one to use them",
          unnamed.size(),
          LONGEST_ID,
          labels(unnamed));
    }
    return List.copyOf(keys);
  }

  HsmKey generate(CkaId id, String label, KeyTemplate template) throws HsmException {
    token.demand(Mechanism.AES_KEY_GEN);
    List<Long> present = handles(id);
    if (!present.isEmpty()) {
      throw new HsmException(
          Fault.REFUSED,
          "expected no secret key with CKA_ID %s yet, found %s: use the key that is there, or another id"
              .formatted(id, labels(present)));
    }
    Map<Attribute, Boolean> wanted = KeyAttributes.of(template);
    Template full =
        Template.of(ObjectClass.SECRET_KEY, KeyType.AES)
            .with(Attribute.VALUE_LEN, AES_256_BYTES)
            .with(Attribute.LABEL, label)
            .with(Attribute.ID, id.bytes());
    wanted.forEach(full::with);
    long handle = session.generateKey(Mechanism.AES_KEY_GEN, full);
    return NewObject.keptIf(session, handle, () -> checked(read(id, handle), wanted));
  }

  HsmKey setExtractable(HsmKey key, boolean extractable) throws HsmException {
    long handle = ObjectHandle.in(session, key.reference());
    session.set(handle, Template.only(Attribute.EXTRACTABLE, extractable));
    HsmKey changed = read(key.id(), handle);
    if (KeyAttributes.isTrue(changed.attributes(), Attribute.EXTRACTABLE) != extractable) {
      throw new HsmException(
          Fault.REFUSED,
          "expected key '%s' with CKA_ID %s to have CKA_EXTRACTABLE %s after C_SetAttributeValue, found it as before: on Luna see partition policy 11 (changing key attributes)"
              .formatted(key.label(), key.id(), extractable));
    }
    return changed;
  }

  private static HsmKey checked(HsmKey key, Map<Attribute, Boolean> wanted) throws HsmException {
    List<String> differences = KeyAttributes.differences(wanted, key.attributes());
    if (key.bytes() != AES_256_BYTES) {
      differences.add("CKA_VALUE_LEN expected %d, found %d".formatted(AES_256_BYTES, key.bytes()));
    }
    if (!differences.isEmpty()) {
      throw new HsmException(
          Fault.REFUSED,
          "the token did not take the template of key '%s': %s; the key is not kept: compare the template with the partition's policies"
              .formatted(key.label(), String.join("; ", differences)));
    }
    return key;
  }
}
