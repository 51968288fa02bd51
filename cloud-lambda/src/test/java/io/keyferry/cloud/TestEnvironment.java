package io.keyferry.cloud;

import io.keyferry.model.json.JsonText;
import io.keyferry.model.value.VerificationKey;

/** A function's variables as a deployment sets them. */
final class TestEnvironment {

  private TestEnvironment() {}

  /** One agent, as {@code KEYFERRY_AGENTS} names it. */
  static String agents(String name, VerificationKey key, String jobsQueueUrl) {
    return "[" + agent(name, key.pem(), jobsQueueUrl) + "]";
  }

  static String agent(String name, String publicKey, String jobsQueueUrl) {
    return JsonText.object(json -> {
      json.writeStringField("name", name);
      json.writeStringField("publicKey", publicKey);
      json.writeStringField("jobsQueueUrl", jobsQueueUrl);
    });
  }
}
