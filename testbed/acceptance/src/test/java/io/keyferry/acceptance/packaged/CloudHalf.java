package io.keyferry.acceptance.packaged;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyferry.acceptance.endtoend.Eventually;
import io.keyferry.kmsemulator.environment.WrappingKeySupply;
import io.keyferry.kmsemulator.value.WrappingKeySpec;
import io.keyferry.local.Layout;
import io.keyferry.local.cloud.CloudAddress;
import io.keyferry.local.cloud.CloudSettings;
import io.keyferry.local.cloud.Functions;
import io.keyferry.local.cloud.LocalCloud;
import io.keyferry.local.cloud.Parts;
import io.keyferry.local.run.FunctionClient;
import io.keyferry.model.deployment.AgentYml;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.VerificationKey;
import io.keyferry.model.value.WrappingAlgorithm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A local cloud, and what an installed agent needs to know of it. */
public final class CloudHalf implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Parts parts = new Parts();
  private final LocalCloud cloud;
  private final FunctionClient functions;

  private CloudHalf(CloudSettings settings) throws Throwable {
    cloud = parts.add(LocalCloud.start(settings));
    functions = parts.add(new FunctionClient(cloud.address().lambda()));
  }

  /** Starts a cloud that has enrolled this agent, with this many wrapping key pairs ready. */
  public static CloudHalf start(VerificationKey agent, int wrappingKeys, Path folder)
      throws Exception {
    try {
      return new CloudHalf(
          CloudSettings.of(Layout.ofSystemProperty(), folder, agent)
              .withWrappingKeys(
                  WrappingKeySupply.ahead(Map.of(WrappingKeySpec.RSA_4096, wrappingKeys))));
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** The cloud's signing key, to be pinned. */
  public String signingKeyPem() {
    return cloud.address().signingKeyPem();
  }

  /** The agent's AWS credentials, as environment variables. */
  public Map<String, String> agentCredentials() {
    return cloud.address().agent().environment();
  }

  /** The sections of {@code agent.yml} that the stack defines. */
  public String configuration(WrappingAlgorithm algorithm) {
    CloudAddress address = cloud.address();
    String region = CloudSettings.REGION.id();
    return new AgentYml()
        .cloud(region, address.jobsQueueUrl(), address.resultsQueueUrl())
        .put("endpoint", address.sqs().toString())
        .put("signing-key", address.signingKeyPem())
        .policy(List.of(address.account()), region)
        .put("wrapping-algorithms", List.of(algorithm.name()))
        .toString();
  }

  /** Requests an import of a new key. */
  public ImportId request(WrappingAlgorithm algorithm) throws IOException, InterruptedException {
    String request =
        "{\"clientToken\": \"%s\", \"newKey\": {}, \"wrappingAlgorithm\": \"%s\"}"
            .formatted(UUID.randomUUID(), algorithm);
    JsonNode answer = JSON.readTree(functions.invoke(Functions.REQUEST_IMPORT, request));
    return new ImportId(answer.path("operationId").asText());
  }

  /** Waits until an import has ended, and returns its state. */
  public ImportState ended(ImportId id) throws Exception {
    return Eventually.of(() -> state(id), ImportState::ended, "import " + id);
  }

  private ImportState state(ImportId id) throws IOException, InterruptedException {
    return functions.read(id).state();
  }

  @Override
  public void close() {
    parts.close();
  }
}
