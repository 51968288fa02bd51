package io.keyferry.agent.cli.doctor;

import io.keyferry.agent.job.queue.NetworkProbe;
import io.keyferry.agent.job.queue.NetworkProbe.Obstacle;
import io.keyferry.agent.job.queue.NetworkProbe.UnreachableException;

/** Whether SQS can be reached, through the proxy where there is one. */
final class NetworkCheck implements Check {

  @Override
  public String name() {
    return "network";
  }

  @Override
  public Finding look(CheckContext visit) throws PrerequisiteMissing {
    var cloud = visit.config.get().cloud();
    String way = cloud.outbound().proxy().map(proxy -> " through " + proxy).orElse("");
    try {
      String told = NetworkProbe.ask(cloud);
      visit.network.is(true);
      return new Finding.Passed(told);
    } catch (UnreachableException e) {
      return new Finding.Failed(
          "expected SQS to answer%s, found: %s".formatted(way, e.getMessage()), cure(e.obstacle()));
    }
  }

  private static String cure(Obstacle obstacle) {
    return switch (obstacle) {
      case NAME ->
          "where only a proxy knows the names of AWS, set HTTPS_PROXY for the service and for this command (docs/agent-configuration.md), else see to the name service";
      case TLS ->
          "where a proxy opens TLS, set cloud.ca-file to the PEM file of its certificate authority";
      case PROXY_PASSWORD -> "set HTTPS_PROXY to http://USER:PASSWORD@HOST:PORT";
      case PROXY_REFUSES ->
          "have the proxy allow CONNECT to port 443 of SQS, or name SQS in NO_PROXY";
      case NO_ANSWER ->
          "see that HTTPS to SQS is let out, or set HTTPS_PROXY where it goes through a proxy";
    };
  }
}
