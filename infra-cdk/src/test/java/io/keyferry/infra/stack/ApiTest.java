package io.keyferry.infra.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyferry.infra.SampleSettings;
import io.keyferry.infra.Synthesized;
import org.junit.jupiter.api.Test;

class ApiTest {

  private final Synthesized stack = Synthesized.of(SampleSettings.twoAgents());

  @Test
  void everyRouteIsForCallersWhomIamLetsIn() {
    assertThat(stack.all("AWS::ApiGatewayV2::Route"))
        .extracting(
            route -> route.at("/Properties/RouteKey").asText(),
            route -> route.at("/Properties/AuthorizationType").asText())
        .containsExactlyInAnyOrder(
            tuple("POST /imports", "AWS_IAM"),
            tuple("GET /imports", "AWS_IAM"),
            tuple("GET /imports/{importId}", "AWS_IAM"));
  }

  @Test
  void routesLeadToTheAliases() {
    assertThat(stack.all("AWS::ApiGatewayV2::Integration"))
        .extracting(
            one -> one.at("/Properties/IntegrationUri").asText(),
            one -> one.at("/Properties/PayloadFormatVersion").asText())
        .containsExactlyInAnyOrder(
            tuple("${FunctionsRequestImportLive}", "2.0"),
            tuple("${FunctionsReadImportsLive}", "2.0"));
  }

  @Test
  void requestsAreThrottledAtTheQuotaOfKmsAndReadsAreNot() {
    JsonNode stage = stack.properties("ApiStage");

    assertThat(stage.path("StageName").asText()).isEqualTo("$default");
    assertThat(stage.at("/RouteSettings/POST ~1imports"))
        .isEqualTo(Json.of("{\"ThrottlingBurstLimit\": 5, \"ThrottlingRateLimit\": 1}"));
    assertThat(stage.path("DefaultRouteSettings"))
        .isEqualTo(Json.of("{\"ThrottlingBurstLimit\": 20, \"ThrottlingRateLimit\": 10}"));
  }

  @Test
  void theStageWaitsForTheRouteThatItNames() {
    assertThat(stack.resource("ApiStage").path("DependsOn"))
        .extracting(JsonNode::asText)
        .anySatisfy(id -> assertThat(id).startsWith("ApiHttpPOSTimports"));
  }

  @Test
  void theAccessLogTellsWhoAskedAndHowItEndedAndNoBody() {
    JsonNode log = stack.properties("ApiStage").path("AccessLogSettings");

    assertThat(log.path("DestinationArn").asText()).isEqualTo("${ApiLogGroup.Arn}");
    assertThat(Json.of(log.path("Format").asText()).properties())
        .extracting(field -> field.getValue().asText())
        .contains("$context.identity.userArn", "$context.routeKey", "$context.status")
        .allSatisfy(value -> assertThat(value).startsWith("$context."));
  }
}
