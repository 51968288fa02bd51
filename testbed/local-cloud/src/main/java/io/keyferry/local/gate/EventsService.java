package io.keyferry.local.gate;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyferry.local.iam.Context;
import java.util.ArrayList;
import java.util.List;

/** Amazon EventBridge: {@code PutEvents} is judged for each of its entries. */
record EventsService(String region, String account) implements Service {

  @Override
  public String signingName() {
    return "events";
  }

  @Override
  public boolean isIn(String signedRegion) {
    return signedRegion.equals(region);
  }

  @Override
  public String targetPrefix() {
    return "AWSEvents.";
  }

  @Override
  public List<Check> checks(AwsRequest request) {
    List<Check> checks = new ArrayList<>();
    for (JsonNode entry : request.body().path("Entries")) {
      String bus = entry.path("EventBusName").asText("default");
      checks.add(
          Check.of(
              "events:" + request.operation(),
              bus.startsWith("arn:")
                  ? bus
                  : "arn:aws:events:%s:%s:event-bus/%s".formatted(region, account, bus),
              account,
              Context.empty()
                  .with("events:source", entry.path("Source").asText())
                  .with("events:detail-type", entry.path("DetailType").asText())));
    }
    return checks.isEmpty()
        ? List.of(Check.of("events:" + request.operation(), "*", account, Context.empty()))
        : checks;
  }

  @Override
  public Denial denied(Check check, String message) {
    return JsonErrors.of("AccessDeniedException", message);
  }

  @Override
  public Denial unauthenticated(String error, String message) {
    return JsonErrors.of(error, message);
  }
}
