package io.keyferry.local.cloud;

import io.keyferry.local.gate.AccessKeys;
import io.keyferry.local.gate.Credentials;
import io.keyferry.local.iam.Caller;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * The callers of a local cloud's services, with their credentials.
 *
 * @param functions by the functions' names
 */
record Identities(
    Credentials administrator, Credentials agent, Map<String, Credentials> functions) {

  private static final String AGENT_ROLE = "keyferry-agent-local";

  Identities {
    functions = Map.copyOf(functions);
  }

  /** Every caller has the credentials of the account, and nothing checks them. */
  static Identities unguarded(Credentials all, List<String> functions) {
    Map<String, Credentials> byName = new TreeMap<>();
    functions.forEach(name -> byName.put(name, all));
    return new Identities(all, all, byName);
  }

  /** An administrator, the agent's role, and the role of each function. */
  static Identities known(
      AccessKeys keys, String account, Map<String, Caller> functions, RandomGenerator random) {
    Credentials administrator =
        keys.add(
            new Credentials("AKIA" + hex(random, 8), hex(random, 20), Optional.empty()),
            Caller.administrator("arn:aws:iam::" + account + ":user/administrator"));
    Credentials agent =
        keys.add(
            session(random),
            Caller.role(
                "arn:aws:iam::%s:role/%s".formatted(account, AGENT_ROLE), "agent", List.of()));
    Map<String, Credentials> byName = new TreeMap<>();
    functions.forEach((name, role) -> byName.put(name, keys.add(session(random), role)));
    return new Identities(administrator, agent, byName);
  }

  private static Credentials session(RandomGenerator random) {
    return new Credentials("ASIA" + hex(random, 8), hex(random, 20), Optional.of(hex(random, 64)));
  }

  private static String hex(RandomGenerator random, int bytes) {
    byte[] value = new byte[bytes];
    random.nextBytes(value);
    return HexFormat.of().withUpperCase().formatHex(value);
  }
}
