package io.keyferry.agent.hsm;

import static io.keyferry.agent.hsm.Attribute.ALWAYS_SENSITIVE;
import static io.keyferry.agent.hsm.Attribute.EXTRACTABLE;
import static io.keyferry.agent.hsm.Attribute.LOCAL;
import static io.keyferry.agent.hsm.Attribute.MODIFIABLE;
import static io.keyferry.agent.hsm.Attribute.NEVER_EXTRACTABLE;
import static io.keyferry.agent.hsm.Attribute.PRIVATE;
import static io.keyferry.agent.hsm.Attribute.SENSITIVE;
import static io.keyferry.agent.hsm.Attribute.TOKEN;
import static io.keyferry.agent.hsm.Attribute.WRAP;

import io.keyferry.agent.hsm.KeyTemplate.Usage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The boolean attributes of a key to generate, and those of a key that is there.
 *
 * <p>SoftHSM and NSS softokn know all twelve of the template. An attribute that a token does not
 * know is no fault unless the promise hangs on it.
 */
final class KeyAttributes {

  private static final Set<Attribute> MUST_BE_KNOWN =
      Set.of(TOKEN, PRIVATE, SENSITIVE, EXTRACTABLE, WRAP);
  private static final List<Attribute> HISTORY =
      List.of(LOCAL, ALWAYS_SENSITIVE, NEVER_EXTRACTABLE);

  private KeyAttributes() {}

  /** What the template asks for: all twelve attributes, the false ones too. */
  static Map<Attribute, Boolean> of(KeyTemplate template) {
    Map<Attribute, Boolean> wanted = new EnumMap<>(Attribute.class);
    for (Attribute always : List.of(TOKEN, PRIVATE, SENSITIVE, EXTRACTABLE)) {
      wanted.put(always, true);
    }
    wanted.put(MODIFIABLE, template.modifiable());
    for (Usage usage : Usage.values()) {
      wanted.put(Attribute.valueOf(usage.name()), template.usages().contains(usage));
    }
    return wanted;
  }

  /** The template's attributes and the key's history as the token has them, by PKCS#11 name. */
  static SortedMap<String, Boolean> read(CryptokiSession session, long key) throws HsmException {
    List<Attribute> asked = new ArrayList<>(of(KeyTemplate.LUNA_GUIDE).keySet());
    asked.addAll(HISTORY);
    SortedMap<String, Boolean> found = new TreeMap<>();
    for (Attribute attribute : asked) {
      session
          .readBoolean(key, attribute)
          .ifPresent(value -> found.put(attribute.toString(), value));
    }
    return found;
  }

  /** Where the key is not as wanted: {@code CKA_WRAP expected true, found false}. */
  static List<String> differences(
      Map<Attribute, Boolean> wanted, SortedMap<String, Boolean> found) {
    List<String> differences = new ArrayList<>();
    wanted.forEach((attribute, value) -> {
      Optional<Boolean> has = Optional.ofNullable(found.get(attribute.toString()));
      boolean same = has.map(value::equals).orElse(!MUST_BE_KNOWN.contains(attribute));
      if (!same) {
        differences.add(
            "%s expected %s, found %s"
                .formatted(attribute, value, has.map(String::valueOf).orElse("none")));
      }
    });
    return differences;
  }

  /** Whether the key has the attribute, and it is true. */
  static boolean isTrue(SortedMap<String, Boolean> attributes, Attribute attribute) {
    return attributes.getOrDefault(attribute.toString(), false);
  }
}
