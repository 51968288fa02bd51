package io.keyferry.infra.stack;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.aws_apigatewayv2_authorizers.HttpIamAuthorizer;
import software.amazon.awscdk.aws_apigatewayv2_integrations.HttpLambdaIntegration;
import software.amazon.awscdk.services.apigatewayv2.AddRoutesOptions;
import software.amazon.awscdk.services.apigatewayv2.CfnStage;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.apigatewayv2.HttpMethod;
import software.amazon.awscdk.services.apigatewayv2.HttpRoute;
import software.constructs.Construct;

/** Imports over HTTPS, for callers whom IAM lets in. */
final class ImportApi extends Construct {

  /** KMS gives import parameters once a second, per account and Region. */
  private static final int REQUESTS_A_SECOND = 1;

  /** As many as RequestImport runs at once, each of which waits for KMS. */
  private static final int REQUESTS_AT_ONCE = 5;

  private static final int READS_A_SECOND = 10;
  private static final int READS_AT_ONCE = 20;

  private final HttpApi api;

  ImportApi(Construct scope, Functions functions, int logRetentionDays) {
    super(scope, "Api");
    this.api =
        HttpApi.Builder.create(this, "Http")
            .apiName("keyferry")
            .description("Requests imports of key material and tells how they stand")
            .createDefaultStage(false)
            .defaultAuthorizer(new HttpIamAuthorizer())
            .build();
    HttpLambdaIntegration request =
        new HttpLambdaIntegration("RequestImport", functions.request().live());
    HttpLambdaIntegration read = new HttpLambdaIntegration("ReadImports", functions.read().live());
    List<HttpRoute> post = route("/imports", HttpMethod.POST, request);
    route("/imports", HttpMethod.GET, read);
    route("/imports/{importId}", HttpMethod.GET, read);
    CfnStage stage = stage(new FunctionLog(this, logRetentionDays));
    // The stage names the route in its settings, so the route must be there first.
    post.forEach(stage.getNode()::addDependency);
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
                .format(Stack.of(this).toJsonString(access()))
                .build())
        .build();
  }

  /** Who asked what and how it ended; bodies are in no log. */
  private static Map<String, String> access() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("time", "$context.requestTime");
    fields.put("requestId", "$context.requestId");
    fields.put("caller", "$context.identity.userArn");
    fields.put("sourceIp", "$context.identity.sourceIp");
    fields.put("route", "$context.routeKey");
    fields.put("path", "$context.path");
    fields.put("status", "$context.status");
    fields.put("error", "$context.error.message");
    fields.put("functionError", "$context.integrationErrorMessage");
    fields.put("milliseconds", "$context.responseLatency");
    return fields;
  }

  String url() {
    return api.getApiEndpoint();
  }
}
