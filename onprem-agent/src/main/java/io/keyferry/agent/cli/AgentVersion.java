package io.keyferry.agent.cli;

import io.keyferry.model.Software;
import picocli.CommandLine.IVersionProvider;

/** Version and build, as they stand in the audit log and in ceremony records. */
final class AgentVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    Software software = Software.builtBeside(AgentMain.class);
    return new String[] {
      "keyferry-agent %s, build %s".formatted(software.version(), software.build())
    };
  }
}
