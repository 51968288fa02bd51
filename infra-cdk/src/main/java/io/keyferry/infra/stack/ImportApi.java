package io.keyferry.infra.stack;

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

/** Imports over HTTPS, for callers whom IAM lets in. */
final class ImportApi extends Construct {

  /** KMS gives import parameters once a second, per account and Region. */
  private static final int REQUESTS_A_SECOND = 1;

  /** As many as RequestImport runs at once, each of which waits for KMS. */
  private static final int REQUESTS_AT_ONCE = 5;

  private static final int READS_A_SECOND = 10;
  private static final int READS_AT_ONCE = 20;

  /**
   * The functions believe what an event says of its caller only where they were invoked by it. Only
   * API Gateway has the permission on it, whoever is allowed all of Lambda aside.
   */
  private static final String ALIAS = "api";

  /**
   * Who asked what and how it ended; bodies are in no log. A caller can write into none of the
   * values but the error's message, which comes quoted.
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

  ImportApi(Construct scope, Functions functions, int logRetentionDays) {
    super(scope, "Api");
    this.api =
        HttpApi.Builder.create(this, "Http")
            .apiName("keyferry")
            .description("Requests imports of key material and shows their state")
            .createDefaultStage(false)
            .defaultAuthorizer(new HttpIamAuthorizer())
            .build();
    HttpLambdaIntegration request =
        new HttpLambdaIntegration("RequestImport", alias(functions.request()));
    HttpLambdaIntegration read = new HttpLambdaIntegration("ReadImports", alias(functions.read()));
    List<HttpRoute> post = route("/imports", HttpMethod.POST, request);
    route("/imports", HttpMethod.GET, read);
    route("/imports/{importId}", HttpMethod.GET, read);
    CfnStage stage = stage(new FunctionLog(this, logRetentionDays));
    // The stage names the route in its settings, so the route must be there first.
    post.forEach(stage.getNode()::addDependency);
  }

  private Alias alias(KeyFerryFunction function) {
    return Alias.Builder.create(this, function.getNode().getId() + "Alias")
        .aliasName(ALIAS)
        .version(function.function().getLatestVersion())
        .build();
  }

  private List<HttpRoute> route(String path, HttpMethod method, HttpLambdaIntegration integration) {
    return api.addRoutes(
        AddRoutesOptions.builder()
            .path(path)
            .methods(List.of(method))
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
                .throttlingRateLimit(READS_A_SECOND)
                .throttlingBurstLimit(READS_AT_ONCE)
                .build())
        .routeSettings(
            Map.of(
                "POST /imports",
                new TreeMap<>(
                    Map.of(
                        "ThrottlingBurstLimit", REQUESTS_AT_ONCE,
                        "ThrottlingRateLimit", REQUESTS_A_SECOND))))
        .accessLogSettings(
            CfnStage.AccessLogSettingsProperty.builder()
                .destinationArn(log.arn())
                .format(ACCESS)
                .build())
        .build();
  }

  String url() {
    return api.getApiEndpoint();
  }
}
