package io.keyferry.acceptance.deployment;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The types of resources that LocalStack 4.14.0 does not carry, and why. */
final class LeftOut {

  private static final String NO_SUCH_TYPE = "LocalStack does not know the type";
  private static final String NO_FUNCTION = "there is no function";

  private static final Map<String, String> WHY =
      Map.ofEntries(
          Map.entry("AWS::ApiGatewayV2::Api", NO_SUCH_TYPE),
          Map.entry("AWS::ApiGatewayV2::Integration", NO_SUCH_TYPE),
          Map.entry("AWS::ApiGatewayV2::Route", NO_SUCH_TYPE),
          Map.entry("AWS::ApiGatewayV2::Stage", NO_SUCH_TYPE),
          Map.entry("AWS::Lambda::Alias", NO_FUNCTION),
          Map.entry("AWS::Lambda::EventInvokeConfig", NO_FUNCTION),
          Map.entry("AWS::Lambda::EventSourceMapping", NO_FUNCTION),
          Map.entry("AWS::Lambda::Function", "LocalStack makes none without a Docker engine"),
          Map.entry("AWS::Lambda::Permission", NO_FUNCTION),
          Map.entry("AWS::Logs::MetricFilter", NO_SUCH_TYPE),
          Map.entry("AWS::RolesAnywhere::Profile", NO_SUCH_TYPE),
          Map.entry("AWS::RolesAnywhere::TrustAnchor", NO_SUCH_TYPE));

  private LeftOut() {}

  static Set<String> types() {
    return new TreeMap<>(WHY).keySet();
  }

  static Optional<String> why(String type) {
    return Optional.ofNullable(WHY.get(type));
  }

  /**
   * Placeholders for references to the types that are left out. Rules and alarms get the functions'
   * real names, which are in the template.
   */
  static References placeholders(Template whole, String account, String region) {
    String functions = "arn:aws:lambda:%s:%s:function:".formatted(region, account);
    return (id, attribute) ->
        switch (whole.type(id)) {
          case "AWS::Lambda::Function" -> {
            String name = whole.properties(id).path("FunctionName").asText();
            yield Optional.of(attribute.equals("Arn") ? functions + name : name);
          }
          case "AWS::Lambda::Alias" -> Optional.of(functions + aliased(whole, id));
          case String type when WHY.containsKey(type) ->
              Optional.of("left-out-%s-%s".formatted(id, attribute));
          default -> Optional.empty();
        };
  }

  private static String aliased(Template whole, String id) {
    String function = whole.properties(id).at("/FunctionName/Ref").asText();
    return whole.properties(function).path("FunctionName").asText()
        + ":"
        + whole.properties(id).path("Name").asText();
  }
}
