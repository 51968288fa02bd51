package io.keyferry.local.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyferry.local.iam.Call;
import io.keyferry.local.iam.Caller;
import io.keyferry.local.iam.Context;
import io.keyferry.local.iam.Decision;
import io.keyferry.local.iam.Evaluator;
import io.keyferry.local.iam.Policy;
import io.keyferry.local.iam.PolicyReader;
import io.keyferry.local.iam.ResourcePolicy;
import io.keyferry.model.deployment.FunctionSpec;
import io.keyferry.model.deployment.RouteSpec;
import io.keyferry.model.testing.DocumentExamples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The policies in the documents, and what the gate records. */
class DocumentExamplesTest {

  private static final String ACCOUNT = "123456789012";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @Test
  void theStatementDeniesTheAliasOfTheApiAndNothingElse() {
    Policy denial =
        PolicyReader.read(
            "denial",
            "{\"Statement\": [%s]}".formatted(DocumentExamples.block("json statement").text()));
    for (RouteSpec route : RouteSpec.ALL) {
      String function =
          "arn:aws:lambda:eu-west-1:%s:function:%s"
              .formatted(ACCOUNT, route.target().functionName());
      assertThat(decision(denial, function).isAllowed()).isTrue();
      assertThat(decision(denial, function + ":" + RouteSpec.ALIAS))
          .isInstanceOf(Decision.ExplicitlyDenied.class);
    }
    assertThat(FunctionSpec.ALL).allMatch(f -> f.functionName().startsWith("keyferry-"));
  }

  private static Decision decision(Policy denial, String function) {
    Caller administrator = Caller.administrator("arn:aws:iam::" + ACCOUNT + ":user/admin");
    List<Policy> policies = new ArrayList<>(administrator.policies());
    policies.add(denial);
    Call call =
        new Call(
            new Caller(administrator.arn(), administrator.arn(), policies),
            "lambda:InvokeFunction",
            function,
            Context.empty());
    return Evaluator.decide(call, new ResourcePolicy.None(), ACCOUNT);
  }

  @Test
  void aCallIsRecordedAsTheDocumentShows() throws Exception {
    JsonNode shown =
        JSON.readTree(DocumentExamples.block("text iam-call").text().replace(", …", ""));
    String action = shown.path("action").asText();
    Context context =
        Context.empty().with("kms:KeyOrigin", shown.at("/context/kms:KeyOrigin/0").asText());
    Path file = folder.resolve("iam-calls.jsonl");
    try (CallLog log = CallLog.in(file, () -> shown.path("test").asText())) {
      log.judged(
          new Call(
              Caller.role(shown.path("caller").asText(), "session", List.of()),
              action,
              shown.path("resource").asText(),
              context),
          new Check(
              action,
              shown.path("resource").asText(),
              shown.path("account").asText(),
              context,
              new ResourcePolicy.None(),
              Optional.of(shown.path("policy").asText()),
              Check.Purpose.REQUEST),
          new Decision.Allowed());
    }

    assertThat(JSON.readTree(file.toFile())).isEqualTo(shown);
    assertThat(Files.readAllLines(file)).hasSize(1);
  }
}
