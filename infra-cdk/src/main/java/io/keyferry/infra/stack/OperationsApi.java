package io.keyferry.infra.stack;

import io.keyferry.model.deployment.FunctionSpec;
import io.keyferry.model.deployment.RouteSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.aws_apigatewayv2_authorizers.HttpIamAuthorizer;
import software.amazon.awscdk.aws_apigatewayv2_integrations.HttpLambdaIntegration;
import software.amazon.awscdk.services.apigatewayv2.AddRoutesOptions;
import software.amazon.awscdk.services.apigatewayv2.CfnStage;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.apigatewayv2.HttpMethod;
import software.amazon.awscdk.services.apigatewayv2.HttpRoute;
import software.amazon.awscdk.services.lambda.Alias;
import software.constructs.Construct;
import software.constructs.IDependable;

/** Operations over HTTPS, for callers that IAM allows. */
final class OperationsApi extends Construct {

  /**
   * Who requested what, and the outcome; no log has bodies. A caller can influence no value except
   * the error's message, which is quoted.
   */
  private static final String ACCESS =
      """
      {"time":"$context.requestTime",\
      "requestId":"$context.requestId",\
      "caller":"$context.identity.userArn",\
      "sourceIp":"$context.identity.sourceIp",\
      "route":"$context.routeKey",\
      "status":"$context.status",\
      "functionStatus":"$context.integrationStatus",\
      "milliseconds":"$context.responseLatency",\
      "error":$context.error.messageString}\
      """;

  private final HttpApi api;

  OperationsApi(Construct scope, Functions functions, int logRetentionDays) {
    super(scope, "Api");
    this.api =
        HttpApi.Builder.create(this, "Http")
            .apiName("keyferry")
            .description("Requests imports of key material and shows their state")
            .createDefaultStage(false)
            .defaultAuthorizer(new HttpIamAuthorizer())
            .build();
    Map<FunctionSpec, HttpLambdaIntegration> integrations = new HashMap<>();
    List<IDependable> limited = new ArrayList<>();
    for (RouteSpec route : RouteSpec.ALL) {
      List<HttpRoute> added =
          add(
              route,
              integrations.computeIfAbsent(
                  route.target(),
                  target -> new HttpLambdaIntegration(target.id(), alias(functions.of(target)))));
      if (isLimited(route)) {
        limited.addAll(added);
      }
    }
    CfnStage stage = stage(new FunctionLog(this, logRetentionDays));
    // The stage names these routes in its settings, so they must exist first.
    limited.forEach(stage.getNode()::addDependency);
  }

  private static boolean isLimited(RouteSpec route) {
    return !route.throttling().equals(RouteSpec.Throttling.DEFAULT);
  }

  private Alias alias(KeyFerryFunction function) {
    return Alias.Builder.create(this, function.spec().id() + "Alias")
        .aliasName(RouteSpec.ALIAS)
        .version(function.function().getLatestVersion())
        .build();
  }

  private List<HttpRoute> add(RouteSpec route, HttpLambdaIntegration integration) {
    return api.addRoutes(
        AddRoutesOptions.builder()
            .path(route.path())
            .methods(List.of(HttpMethod.valueOf(route.method())))
            .integration(integration)
            .build());
  }

  private CfnStage stage(FunctionLog log) {
    return CfnStage.Builder.create(this, "Stage")
        .apiId(api.getApiId())
        .stageName("$default")
        .autoDeploy(true)
        .defaultRouteSettings(
            CfnStage.RouteSettingsProperty.builder()
                .throttlingRateLimit(RouteSpec.Throttling.DEFAULT.rateLimit())
                .throttlingBurstLimit(RouteSpec.Throttling.DEFAULT.burstLimit())
                .build())
        .routeSettings(routeSettings())
        .accessLogSettings(
            CfnStage.AccessLogSettingsProperty.builder()
                .destinationArn(log.arn())
                .format(ACCESS)
                .build())
        .build();
  }

  private static Map<String, Map<String, Integer>> routeSettings() {
    Map<String, Map<String, Integer>> settings = new TreeMap<>();
    RouteSpec.ALL.stream()
        .filter(OperationsApi::isLimited)
        .forEach(route ->
            settings.put(
                route.routeKey(),
                new TreeMap<>(
                    Map.of(
                        "ThrottlingBurstLimit", route.throttling().burstLimit(),
                        "ThrottlingRateLimit", route.throttling().rateLimit()))));
    return settings;
  }

  String url() {
    return api.getApiEndpoint();
  }
}
