package io.keyferry.agent.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of the jar, from its manifest. */
final class AgentVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    Package jar = AgentMain.class.getPackage();
    return new String[] {
      "keyferry-agent "
          + Optional.ofNullable(jar.getImplementationVersion()).orElse("(not run from its jar)")
    };
  }
}
