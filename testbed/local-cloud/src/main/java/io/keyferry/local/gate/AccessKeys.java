package io.keyferry.local.gate;

import io.keyferry.local.iam.Caller;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The credentials that a gate knows, and their owners. */
public final class AccessKeys {

  private final Map<String, Known> byId = new ConcurrentHashMap<>();

  record Known(Credentials credentials, Caller caller) {}

  /** Registers credentials. */
  public Credentials add(Credentials credentials, Caller caller) {
    byId.put(credentials.accessKeyId(), new Known(credentials, caller));
    return credentials;
  }

  Optional<Known> find(String accessKeyId) {
    return Optional.ofNullable(byId.get(accessKeyId));
  }
}
