package io.keyferry.local.run;

import io.keyferry.local.cloud.CloudAddress;
import io.keyferry.local.cloud.CloudSettings;
import io.keyferry.local.cloud.Functions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What a shell needs to use a run with the AWS CLI and the agent's command line. */
public record LocalEnvironment(Map<String, String> variables) {

  /** The variables of a run. */
  public static LocalEnvironment of(LocalRun run) {
    CloudAddress cloud = run.cloud();
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("AWS_ENDPOINT_URL_KMS", cloud.kms().toString());
    variables.put("AWS_ENDPOINT_URL_SQS", cloud.sqs().toString());
    variables.put("AWS_ENDPOINT_URL_DYNAMODB", cloud.dynamoDb().toString());
    variables.put("AWS_ENDPOINT_URL_EVENTBRIDGE", cloud.eventBus().toString());
    variables.put("AWS_ENDPOINT_URL_LAMBDA", cloud.lambda().toString());
    variables.put("AWS_REGION", CloudSettings.REGION.id());
    variables.put("AWS_DEFAULT_REGION", CloudSettings.REGION.id());
    variables.putAll(cloud.administrator().environment());
    variables.put("KEYFERRY_REQUEST_FUNCTION", Functions.REQUEST_IMPORT);
    variables.put("KEYFERRY_COMPLETE_FUNCTION", Functions.COMPLETE_IMPORT);
    variables.put("KEYFERRY_READ_FUNCTION", Functions.READ_IMPORTS);
    variables.put("KEYFERRY_RESUME_FUNCTION", Functions.RESUME_IMPORTS);
    variables.put("KEYFERRY_API_URL", cloud.api().toString());
    variables.put("KEYFERRY_AGENT_URL", run.agentUrl());
    variables.put("KEYFERRY_AGENT_CONFIG", run.agentConfiguration().toString());
    variables.putAll(run.token().environment());
    return new LocalEnvironment(variables);
  }

  /** Writes lines {@code export NAME='value'}, atomically. */
  public void write(Path file) throws IOException {
    String text =
        variables.entrySet().stream()
            .map(entry -> "export " + entry.getKey() + "=" + quoted(entry.getValue()) + "\n")
            .collect(Collectors.joining());
    Path unfinished = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(unfinished, text);
    Files.move(
        unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String quoted(String value) {
    return "'" + value.replace("'", "'\\''") + "'";
  }
}
