package io.keyferry.infra.stack;

import io.keyferry.infra.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.constructs.Construct;

/** The cloud half, for any account and Region: the template names none. */
public final class KeyFerryStack extends Stack {

  /** The stack's name. */
  public static final String NAME = "KeyFerry";

  /**
   * Defines the whole stack.
   *
   * @param jar with all four functions
   */
  public KeyFerryStack(Construct scope, Settings settings, Path jar) {
    super(
        scope,
        NAME,
        StackProps.builder()
            .description("KeyFerry carries key material from a Thales Luna HSM into AWS KMS")
            .build());
    ServedPartitions.refuseOthers(this);
    AgentAccess access = new AgentAccess(this, settings);
    DataKey dataKey = new DataKey(this, access.principals());
    SigningKey signingKey = new SigningKey(this);
    ImportsTable table = new ImportsTable(this, dataKey);
    Queues queues = new Queues(this, settings.agents(), access, dataKey);
    Functions functions =
        new Functions(
            this,
            jar,
            settings,
            new FunctionPolicies(this, settings, signingKey, dataKey, table, queues),
            new Environments(this, settings, signingKey, table, queues));
    functions.completes(queues.results());
    OperationsApi api = new OperationsApi(this, functions, settings.retention().logDays());
    AlarmTopic topic =
        new AlarmTopic(
            this,
            dataKey,
            settings.alerts().email(),
            List.of(ImportEvents.FAILED, SigningKeyWatch.RULE));
    new ImportEvents(this, functions.resume(), topic);
    new SigningKeyWatch(this, signingKey, topic);
    new Alarms(this, settings.alerts(), queues, functions, topic);

    Outputs outputs = new Outputs(this);
    outputs.api(api);
    outputs.functions(functions);
    outputs.signingKey(signingKey);
    outputs.table(table);
    outputs.agents(settings, queues, access);
  }
}
