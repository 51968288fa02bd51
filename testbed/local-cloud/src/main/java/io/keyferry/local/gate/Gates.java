package io.keyferry.local.gate;

import io.keyferry.kmsemulator.KeyView;
import io.keyferry.kmsemulator.KmsEmulator;
import io.keyferry.local.iam.Policy;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The gates of a local cloud, one in front of each service. */
public final class Gates implements AutoCloseable {

  private final List<Gate> open = new ArrayList<>();
  private final AccessKeys keys;
  private final CallLog log;

  private Gates(AccessKeys keys, CallLog log) {
    this.keys = keys;
    this.log = log;
  }

  /** Where services listen. */
  public record Endpoints(URI kms, URI sqs, URI dynamoDb, URI events) {}

  /**
   * The gates' rules, in addition to the policies of callers and of KMS keys.
   *
   * @param queuePolicies by the queues' ARNs
   * @param dataKeys the ARN of a KMS key by that of the queue or table that is encrypted under it
   */
  public record Rules(
      String region,
      String account,
      Map<String, Policy> queuePolicies,
      Map<String, String> dataKeys) {

    public Rules {
      queuePolicies = Map.copyOf(queuePolicies);
      dataKeys = Map.copyOf(dataKeys);
    }
  }

  /** Gates without any known caller yet. */
  public static Gates of(CallLog log) {
    return new Gates(new AccessKeys(), log);
  }

  /** The known credentials. */
  public AccessKeys accessKeys() {
    return keys;
  }

  /** Puts a gate in front of each of the services, and returns their endpoints. */
  public Endpoints inFrontOf(Endpoints services, KmsEmulator emulator, Rules rules)
      throws IOException {
    KmsService kms = new KmsService(rules.account(), keysOf(emulator));
    DataKeys dataKeys = new DataKeys(rules.dataKeys(), kms, rules.region());
    return new Endpoints(
        before(services.kms(), kms),
        before(
            services.sqs(),
            new SqsService(rules.region(), rules.account(), rules.queuePolicies(), dataKeys)),
        before(services.dynamoDb(), new DynamoDbService(rules.region(), rules.account(), dataKeys)),
        before(services.events(), new EventsService(rules.region(), rules.account())));
  }

  private static KmsService.Keys keysOf(KmsEmulator emulator) {
    return new KmsService.Keys() {
      @Override
      public Optional<KeyView> key(String region, String keyId) {
        return emulator.key(region, keyId);
      }

      @Override
      public Optional<KeyView> keyOfCiphertext(String region, byte[] ciphertext) {
        return emulator.keyOfCiphertext(region, ciphertext);
      }
    };
  }

  private URI before(URI upstream, Service service) throws IOException {
    Gate gate = Gate.start(service, upstream, keys, log, InstantSource.system());
    open.add(gate);
    return gate.endpoint();
  }

  @Override
  public void close() {
    open.forEach(Gate::close);
    log.close();
  }
}
