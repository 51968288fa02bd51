package io.keyferry.cloud.request;

import io.keyferry.cloud.event.Fault;
import io.keyferry.cloud.event.Invocation;
import io.keyferry.cloud.event.RefusedException;
import io.keyferry.model.json.Json;
import io.keyferry.model.value.ImportId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what {@code ReadImports} is asked for, directly or by path and query parameters. */
public final class ImportQueryParser {

  private static final Set<String> FIELDS =
      new LinkedHashSet<>(List.of("importId", "limit", "next"));
  private static final int DEFAULT_LIMIT = 20;
  private static final int MOST = 100;
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  private ImportQueryParser() {}

  /**
   * Reads it.
   *
   * @throws RefusedException with every fault
   */
  public static ImportQuery read(Invocation invocation) {
    return switch (invocation) {
      case Invocation.Direct(Json.Obj object) -> read(object);
      case Invocation.Direct(Json other) ->
          throw RefusedException.badRequest(
              List.of(new Fault(Fault.REQUEST, "a JSON object", other.shown())));
      case Invocation.Http http when http.method().equals("GET") -> read(parameters(http));
      case Invocation.Http http ->
          throw new RefusedException(
              RefusedException.Status.METHOD_NOT_ALLOWED,
              "imports can only be read here",
              List.of(new Fault("method", "GET", http.method())));
    };
  }

  private static Json.Obj parameters(Invocation.Http http) {
    Map<String, Json> fields = new LinkedHashMap<>();
    http.query()
        .forEach((name, value) ->
            fields.put(
                name,
                name.equals("limit") && NUMBER.matcher(value).matches()
                    ? new Json.Num(value)
                    : new Json.Text(value)));
    http.pathParameters().forEach((name, value) -> fields.put(name, new Json.Text(value)));
    return new Json.Obj(fields, List.of());
  }

  private static ImportQuery read(Json.Obj object) {
    List<Fault> faults = new ArrayList<>();
    FieldReader fields = new FieldReader(object, "", faults, FIELDS);
    Optional<ImportId> importId =
        fields.parsed("importId", "an import id (lower-case UUID)", ImportId::new);
    int limit = fields.integer("limit", 1, MOST).orElse(DEFAULT_LIMIT);
    Optional<PageMark> next =
        fields.parsed("next", "the next of an earlier answer", PageMark::parse);
    if (fields.has("importId") && (fields.has("limit") || fields.has("next"))) {
      faults.add(new Fault(Fault.REQUEST, "importId alone, or limit and next", "both"));
    }
    if (!faults.isEmpty()) {
      throw RefusedException.badRequest(faults);
    }
    return importId
        .<ImportQuery>map(ImportQuery.One::new)
        .orElseGet(() -> new ImportQuery.Many(limit, next));
  }
}
