package io.keyferry.infra.stack;

import io.keyferry.infra.settings.Agent;
import io.keyferry.infra.settings.Settings;
import java.util.Arrays;
import java.util.stream.Collectors;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;

/** What an operator needs after a deployment. */
final class Outputs {

  private final Stack stack;

  Outputs(Stack stack) {
    this.stack = stack;
  }

  void api(OperationsApi api) {
    add("ApiUrl", "POST and GET /operations here, signed (SigV4, service execute-api)", api.url());
  }

  void functions(Functions functions) {
    functions
        .all()
        .forEach(function ->
            add(
                function.spec().id() + "Function",
                "Call it by this name",
                function.function().getFunctionName()));
  }

  void signingKey(SigningKey key) {
    add("SigningKeyArn", "Signs jobs and ceremony records", key.arn());
    add(
        "CloudPublicKeyCommand",
        "Writes the public key that the agents pin to cloud-key.pem, prints it, and its fingerprint"
            + " (SHA-256 of the DER)",
        """
        der=$(aws kms get-public-key --region %s --key-id %s --query PublicKey --output text) \
        && printf %%s "$der" | base64 -d | openssl pkey -pubin -inform DER | tee cloud-key.pem \
        && printf %%s "$der" | base64 -d | sha256sum\
        """
            .formatted(stack.getRegion(), key.arn()));
  }

  void table(ImportsTable table) {
    add("ImportsTable", "All imports and their ceremony records", table.name());
  }

  void agents(Settings settings, Queues queues, AgentAccess access) {
    AgentConfiguration yml = new AgentConfiguration(stack, settings, queues);
    for (Agent agent : settings.agents()) {
      String id = camelCase(agent.name().value());
      add("JobsQueueUrl" + id, "Jobs of agent " + agent.name(), queues.jobs(agent).url());
      add("AgentYml" + id, "agent.yml of agent " + agent.name(), yml.of(agent));
      access
          .certificateRole(agent)
          .ifPresent(role ->
              add(
                  "AwsConfig" + id,
                  "For ~/.aws/config of the user that runs agent " + agent.name(),
                  profile(role)));
    }
    add("ResultsQueueUrl", "Results of all agents", queues.results().url());
  }

  private static String profile(CertificateRole role) {
    return """
    [default]
    credential_process = /usr/local/bin/aws_signing_helper credential-process \
    --certificate /etc/keyferry/agent-certificate.pem \
    --private-key /etc/keyferry/agent-certificate-key.pem \
    --trust-anchor-arn %s --profile-arn %s --role-arn %s
    """
        .formatted(role.trustAnchorArn(), role.profileArn(), role.roleArn());
  }

  private static String camelCase(String name) {
    return Arrays.stream(name.split("-"))
        .filter(word -> !word.isEmpty())
        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
        .collect(Collectors.joining());
  }

  private void add(String id, String description, String value) {
    CfnOutput.Builder.create(stack, id).description(description).value(value).build();
  }
}
