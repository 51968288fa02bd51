package io.keyferry.infra.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.keyferry.infra.SampleSettings;
import io.keyferry.infra.Synthesized;
import org.junit.jupiter.api.Test;

class ApiTest {

  private final Synthesized stack = Synthesized.of(SampleSettings.twoAgents());

  @Test
  void everyRouteRequiresIamAuthorization() {
    assertThat(stack.all("AWS::ApiGatewayV2::Route"))
        .extracting(
            route -> route.at("/Properties/RouteKey").asText(),
            route -> route.at("/Properties/AuthorizationType").asText())
        .containsExactlyInAnyOrder(
            tuple("POST /operations", "AWS_IAM"),
            tuple("GET /operations", "AWS_IAM"),
            tuple("GET /operations/{operationId}", "AWS_IAM"));
  }

  @Test
  void routesLeadToTheAliases() {
    assertThat(stack.all("AWS::ApiGatewayV2::Integration"))
        .extracting(
            one -> one.at("/Properties/IntegrationUri").asText(),
            one -> one.at("/Properties/PayloadFormatVersion").asText())
        .containsExactlyInAnyOrder(
            tuple("${ApiRequestImportAlias}", "2.0"), tuple("${ApiReadImportsAlias}", "2.0"));
  }

  @Test
  void onlyApiGatewayMayInvokeTheTrustedAliasAndThereIsNoOther() {
    assertThat(stack.all("AWS::Lambda::Alias"))
        .extracting(
            alias -> alias.at("/Properties/Name").asText(),
            alias -> alias.at("/Properties/FunctionName").asText(),
            alias -> alias.at("/Properties/FunctionVersion").asText())
        .containsExactlyInAnyOrder(
            tuple("api", "${FunctionsRequestImportFunction}", "$LATEST"),
            tuple("api", "${FunctionsReadImportsFunction}", "$LATEST"));
    assertThat(stack.all("AWS::Lambda::Permission"))
        .extracting(one -> one.path("Properties"))
        .filteredOn(one -> one.path("FunctionName").asText().contains("Alias"))
        .hasSize(3)
        .allSatisfy(one -> {
          assertThat(one.path("Action").asText()).isEqualTo("lambda:InvokeFunction");
          assertThat(one.path("Principal").asText()).isEqualTo("apigateway.amazonaws.com");
          assertThat(one.path("SourceArn").asText()).contains(":execute-api:", "${ApiHttp}");
        });
  }

  @Test
  void requestsAreThrottledAtTheQuotaOfKmsAndReadsAreNot() {
    JsonNode stage = stack.properties("ApiStage");

    assertThat(stage.path("StageName").asText()).isEqualTo("$default");
    assertThat(stage.at("/RouteSettings/POST ~1operations"))
        .isEqualTo(Json.of("{\"ThrottlingBurstLimit\": 5, \"ThrottlingRateLimit\": 1}"));
    assertThat(stage.path("DefaultRouteSettings"))
        .isEqualTo(Json.of("{\"ThrottlingBurstLimit\": 20, \"ThrottlingRateLimit\": 10}"));
  }

  @Test
  void theStageWaitsForTheRouteThatItNames() {
    assertThat(stack.resource("ApiStage").path("DependsOn"))
        .extracting(JsonNode::asText)
        .anySatisfy(id -> assertThat(id).startsWith("ApiHttpPOSToperations"));
  }

  @Test
  void theAccessLogHasTheCallerAndTheOutcomeButNoBody() {
    JsonNode log = stack.properties("ApiStage").path("AccessLogSettings");

    assertThat(log.path("DestinationArn").asText()).isEqualTo("${ApiLogGroup.Arn}");
    assertThat(format(log, "\"Forbidden\"").properties())
        .extracting(field -> field.getValue().asText())
        .contains("$context.identity.userArn", "$context.routeKey", "$context.status", "Forbidden")
        .doesNotContain("$context.path");
  }

  @Test
  void noCallerForgesALineOfTheAccessLog() {
    JsonNode log = stack.properties("ApiStage").path("AccessLogSettings");
    String forged = "\"}\n{\"caller\":\"arn:aws:iam::123456789012:root\"";
    String quoted = TextNode.valueOf(forged).toString();

    assertThat(log.path("Format").asText())
        .doesNotContain("\n")
        .doesNotContain("$context.path")
        .doesNotContain("$context.error.message\"");
    assertThat(format(log, quoted).path("error").asText()).isEqualTo(forged);
  }

  /** As API Gateway writes it: the quoted message of an error has its own quotes. */
  private static JsonNode format(JsonNode log, String error) {
    return Json.of(log.path("Format").asText().replace("$context.error.messageString", error));
  }
}
