package io.keyferry.local.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Lambda's reading of a function's answer under {@code ReportBatchItemFailures}.
 *
 * @param failed the ids of the messages that stay in the queue
 * @param fault why the whole batch counts as failed, if it does
 */
record BatchResponse(Set<String> failed, Optional<String> fault) {

  static BatchResponse of(InvocationResult result, Set<String> messageIds) {
    return switch (result) {
      case InvocationResult.Failed(String error) -> whole(messageIds, "function error " + error);
      case InvocationResult.Returned(String answer) -> read(answer, messageIds);
    };
  }

  private static BatchResponse read(String answer, Set<String> messageIds) {
    JsonNode response;
    try {
      response = Json.parse(answer);
    } catch (JsonProcessingException e) {
      return whole(messageIds, "an answer that is not JSON: " + e.getOriginalMessage());
    }
    if (!response.isObject() && !response.isNull() && !response.isMissingNode()) {
      return whole(messageIds, "an answer that is not an object");
    }
    JsonNode failures = response.path("batchItemFailures");
    if (!failures.isArray() && !failures.isNull() && !failures.isMissingNode()) {
      return whole(messageIds, "batchItemFailures that is not a list");
    }
    Set<String> failed = new HashSet<>();
    for (JsonNode failure : failures) {
      String id = failure.path("itemIdentifier").asText();
      if (!messageIds.contains(id)) {
        return whole(messageIds, "an itemIdentifier that is not of this batch: '" + id + "'");
      }
      failed.add(id);
    }
    return new BatchResponse(Set.copyOf(failed), Optional.empty());
  }

  private static BatchResponse whole(Set<String> messageIds, String fault) {
    return new BatchResponse(messageIds, Optional.of(fault));
  }
}
