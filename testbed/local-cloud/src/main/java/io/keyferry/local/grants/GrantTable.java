package io.keyferry.local.grants;

import io.keyferry.local.dynamodb.ImportsTable;
import io.keyferry.local.iam.Call;
import io.keyferry.local.iam.Caller;
import io.keyferry.local.iam.Decision;
import io.keyferry.local.iam.Evaluator;
import io.keyferry.local.iam.Policy;
import io.keyferry.local.iam.PolicyReader;
import io.keyferry.local.iam.ResourcePolicy;
import io.keyferry.local.iam.Statement.Effect;
import io.keyferry.local.template.Stack;
import io.keyferry.local.template.Template;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every grant of a template's policies, with the test that would fail without it.
 *
 * <p>A grant is used if a recorded call is denied without it. A Deny is used if it denied a
 * recorded call.
 */
public final class GrantTable {

  /** The account and Region of the recorded calls. */
  private static final String ACCOUNT = "123456789012";

  private static final String REGION = "eu-west-1";

  private final List<RecordedCall> calls;
  private final Map<String, Caller> callers = new HashMap<>();
  private final Map<String, Policy> queuePolicies = new HashMap<>();
  private final Map<String, Policy> keyPolicies = new LinkedHashMap<>();
  private final Map<String, Policy> parsed = new HashMap<>();

  /**
   * A line of the table.
   *
   * @param grant policy, statement and element
   * @param test a test that would fail without it, if there is one
   * @param deny whether it is a denial
   */
  public record Row(String grant, Optional<String> test, boolean deny) {}

  private GrantTable(Template template, List<RecordedCall> calls) {
    this.calls = calls;
    // Recorded calls name keys by their logical ids, because key ids differ from run to run.
    Map<String, String> tables = new HashMap<>();
    template
        .resources("AWS::DynamoDB::Table")
        .keySet()
        .forEach(id -> tables.put(id, ImportsTable.NAME));
    Stack stack = new Stack(template, REGION, ACCOUNT, tables);
    stack
        .functions()
        .values()
        .forEach(function -> callers.put(function.role().arn(), function.role()));
    stack.queuePolicies().values().forEach(policy -> queuePolicies.put(policy.name(), policy));
    template
        .resources("AWS::KMS::Key")
        .forEach((id, key) -> {
          String text = stack.resolve(key.path("KeyPolicy")).toString();
          keyPolicies.put(text, PolicyReader.read(id.replaceFirst("[0-9A-F]{8}$", ""), text));
        });
  }

  /** The table of a template and the calls recorded in a folder. */
  public static GrantTable of(Path template, Path recordedCalls) throws IOException {
    return new GrantTable(Template.read(template), RecordedCall.in(recordedCalls));
  }

  /**
   * The calls that the template's policies decide otherwise than the gate did: the recording is of
   * another template and proves nothing about this one.
   */
  public List<String> otherwiseDecided() {
    return calls.stream()
        .filter(call -> decide(call).isAllowed() != call.isAllowed())
        .map(call -> "%s: %s by %s".formatted(call.test(), call.what(), call.caller()))
        .distinct()
        .toList();
  }

  /** The number of recorded calls. */
  public int calls() {
    return calls.size();
  }

  /** All lines, in the order of the policies. */
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    callers.values().stream()
        .flatMap(caller -> caller.policies().stream())
        .sorted((a, b) -> a.name().compareTo(b.name()))
        .forEach(policy -> rows.addAll(rows(policy)));
    queuePolicies.values().stream()
        .sorted((a, b) -> a.name().compareTo(b.name()))
        .forEach(policy -> rows.addAll(rows(policy)));
    keyPolicies.values().forEach(policy -> rows.addAll(rows(policy)));
    return rows;
  }

  private List<Row> rows(Policy policy) {
    return Grant.of(policy).stream()
        .map(grant -> new Row(grant.name(), test(grant), grant.effect() == Effect.DENY))
        .toList();
  }

  private Optional<String> test(Grant grant) {
    return calls.stream()
        .filter(call -> grant.effect() == Effect.DENY ? misses(call, grant) : needs(call, grant))
        .map(RecordedCall::test)
        .filter(test -> !test.equals("none"))
        .findFirst();
  }

  /** Whether a call that was allowed is denied without the grant. */
  private boolean needs(RecordedCall call, Grant grant) {
    return call.isAllowed()
        && concerns(call, grant.policy())
        && decide(call).isAllowed()
        && !decide(call, grant.policy(), grant.without()).isAllowed();
  }

  /** Whether a call that this Deny denied is no longer denied by it without the action. */
  private boolean misses(RecordedCall call, Grant grant) {
    String by = grant.policy().name() + "/" + grant.sid();
    return !call.isAllowed()
        && concerns(call, grant.policy())
        && decide(call, grant.policy(), grant.policy()) instanceof Decision.ExplicitlyDenied denied
        && (denied.policy() + "/" + denied.sid()).equals(by)
        && !decide(call, grant.policy(), grant.without()).equals(denied);
  }

  private boolean concerns(RecordedCall call, Policy policy) {
    return caller(call).policies().contains(policy) || own(call).filter(policy::equals).isPresent();
  }

  private Decision decide(RecordedCall call) {
    Policy nothing = new Policy("", List.of());
    return decide(call, nothing, nothing);
  }

  private Decision decide(RecordedCall call, Policy changed, Policy into) {
    Caller caller = caller(call);
    List<Policy> identity =
        caller.policies().stream().map(p -> p.equals(changed) ? into : p).toList();
    Optional<Policy> own = own(call).map(p -> p.equals(changed) ? into : p);
    ResourcePolicy resource =
        call.what().action().startsWith("kms:") && own.isPresent()
            ? new ResourcePolicy.KeyPolicy(own.get())
            : call.what().action().startsWith("sqs:")
                ? new ResourcePolicy.Beside(own)
                : new ResourcePolicy.None();
    return Evaluator.decide(
        new Call(
            new Caller(caller.arn(), caller.sessionArn(), identity),
            call.what().action(),
            call.what().resource(),
            call.context()),
        resource,
        call.account());
  }

  /**
   * A caller that is not a function is allowed what the resource's policy allows it, or everything.
   */
  private Caller caller(RecordedCall call) {
    return callers.computeIfAbsent(
        call.caller(),
        arn ->
            arn.contains(":user/") ? Caller.administrator(arn) : new Caller(arn, arn, List.of()));
  }

  private Optional<Policy> own(RecordedCall call) {
    return call.policy()
        .map(text -> {
          Policy known = queuePolicies.get(text);
          if (known == null) {
            known = keyPolicies.get(text);
          }
          return known != null
              ? known
              : parsed.computeIfAbsent(text, t -> PolicyReader.read("key policy", t));
        });
  }
}
