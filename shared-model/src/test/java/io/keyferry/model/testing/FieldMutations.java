package io.keyferry.model.testing;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Changes of a message's content, with its old signature or a forger's. */
final class FieldMutations {

  private FieldMutations() {}

  static String exchanged(TrueMessages from, RandomGenerator random) {
    Jws message = from.one(random);
    Map<String, Object> fields = fields(message);
    String one = name(fields, random);
    String other = name(fields, random);
    Object kept = Objects.requireNonNull(fields.get(one));
    fields.put(one, Objects.requireNonNull(fields.get(other)));
    fields.put(other, kept);
    return signed(message, fields, from, random);
  }

  static String takenFromAnother(TrueMessages from, RandomGenerator random) {
    Jws message = from.one(random);
    Map<String, Object> fields = fields(message);
    Map<String, Object> donor = fields(from.any(random));
    String name = name(donor, random);
    fields.put(name, Objects.requireNonNull(donor.get(name)));
    return signed(message, fields, from, random);
  }

  static String removed(TrueMessages from, RandomGenerator random) {
    Jws message = from.one(random);
    Map<String, Object> fields = fields(message);
    fields.remove(name(fields, random));
    return signed(message, fields, from, random);
  }

  static String countedUp(TrueMessages from, RandomGenerator random) {
    Jws message = from.one(random);
    Map<String, Object> fields = fields(message);
    fields.computeIfPresent("attempt", (_, n) -> ((Number) n).longValue() + 1);
    return signed(message, fields, from, random);
  }

  static String doubled(TrueMessages from, RandomGenerator random) {
    Jws message = from.one(random);
    Map<String, Object> fields = fields(from.any(random));
    String name = name(fields, random);
    String more = JSONObjectUtils.toJSONString(Map.of(name, fields.get(name)));
    String text = more.substring(0, more.length() - 1) + "," + message.payloadText().substring(1);
    return signed(message.payload(text.getBytes(StandardCharsets.UTF_8)), from, random);
  }

  private static String signed(
      Jws message, Map<String, Object> fields, TrueMessages from, RandomGenerator random) {
    byte[] text = JSONObjectUtils.toJSONString(fields).getBytes(StandardCharsets.UTF_8);
    return signed(message.payload(text), from, random);
  }

  private static String signed(Jws message, TrueMessages from, RandomGenerator random) {
    return (random.nextBoolean() ? message : Signatures.signed(message, from.forger())).toString();
  }

  private static Map<String, Object> fields(Jws message) {
    try {
      return new TreeMap<>(JSONObjectUtils.parse(message.payloadText()));
    } catch (ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String name(Map<String, Object> fields, RandomGenerator random) {
    List<String> names = new ArrayList<>(fields.keySet());
    return names.get(random.nextInt(names.size()));
  }
}
