package io.keyferry.agent.cli.option;

import io.keyferry.model.value.Software;
import picocli.CommandLine.IVersionProvider;

/** The version and build, as in the audit log and in ceremony records. */
public final class AgentVersion implements IVersionProvider {

  public static Software software() {
    return Software.builtBeside(AgentVersion.class);
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "keyferry-agent %s, build %s".formatted(software().version(), software().build())
    };
  }
}
