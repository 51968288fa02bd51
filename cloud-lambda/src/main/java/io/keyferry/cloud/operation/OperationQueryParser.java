package io.keyferry.cloud.operation;

import io.keyferry.cloud.event.Invocation;
import io.keyferry.cloud.event.RefusedException;
import io.keyferry.model.input.Form;
import io.keyferry.model.input.ObjectReader;
import io.keyferry.model.input.Violation;
import io.keyferry.model.json.Json;
import io.keyferry.model.operation.Operation;
import io.keyferry.model.value.ImportId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Parses a request to {@code ReadImports}, from the input or from path and query parameters. */
public final class OperationQueryParser {

  private static final String LIMIT = "limit";
  private static final String NEXT = "next";
  private static final Map<String, String> RENAMED = Map.of("importId", Operation.ID);

  private static final int DEFAULT_LIMIT = 20;
  private static final int MAX_LIMIT = 100;
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  private OperationQueryParser() {}

  /**
   * Parses it.
   *
   * @throws RefusedException with every violation
   */
  public static OperationQuery read(Invocation invocation) {
    return switch (invocation) {
      case Invocation.Direct(Json input) -> read(input);
      case Invocation.Http http when http.method().equals("GET") -> read(parameters(http));
      case Invocation.Http http ->
          throw new RefusedException(
              RefusedException.Status.METHOD_NOT_ALLOWED,
              "operations can only be read here",
              List.of(new Violation("method", "GET", Violation.quoted(http.method()))));
    };
  }

  private static Json parameters(Invocation.Http http) {
    Map<String, Json> fields = new LinkedHashMap<>();
    http.query()
        .forEach((name, value) ->
            fields.put(
                name,
                name.equals(LIMIT) && NUMBER.matcher(value).matches()
                    ? new Json.Num(value)
                    : new Json.Text(value)));
    http.pathParameters().forEach((name, value) -> fields.put(name, new Json.Text(value)));
    return new Json.Obj(fields, List.of());
  }

  private static OperationQuery read(Json input) {
    List<Violation> violations = new ArrayList<>();
    ObjectReader fields = ObjectReader.of("", input, "a JSON object", violations::add);
    Optional<ImportId> id =
        fields.parsed(Operation.ID, "an operation id (lower-case UUID)", ImportId::new);
    int limit = fields.optional(LIMIT, Form.integer(1, MAX_LIMIT)).orElse(DEFAULT_LIMIT);
    Optional<PageMark> next = fields.parsed(NEXT, "the next of an earlier answer", PageMark::parse);
    if (fields.has(Operation.ID) && (fields.has(LIMIT) || fields.has(NEXT))) {
      fields.violation("operationId alone, or limit and next", "both");
    }
    fields.refuseUnknown(RENAMED);
    if (!violations.isEmpty()) {
      throw RefusedException.badRequest(violations);
    }
    return id.<OperationQuery>map(OperationQuery.One::new)
        .orElseGet(() -> new OperationQuery.Many(limit, next));
  }
}
