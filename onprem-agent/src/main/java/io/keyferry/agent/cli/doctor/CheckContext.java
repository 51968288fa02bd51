package io.keyferry.agent.cli.doctor;

import io.keyferry.agent.config.AgentConfig;
import io.keyferry.agent.config.HsmConfig;
import io.keyferry.agent.hsm.Luna;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.hsm.token.TokenView;
import io.keyferry.agent.job.queue.QueueProbe;
import io.keyferry.agent.job.queue.ServerClock;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.evidence.log.AuditLog;
import io.keyferry.model.value.TokenIdentity;
import io.keyferry.model.value.VerificationKey;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The results so far. Closing it logs out. */
final class CheckContext implements AutoCloseable {

  /** What one check finds and others need. */
  static final class Answer<T> {

    private final String without;
    private Optional<T> value = Optional.empty();

    /**
     * @param without why dependent checks are skipped without it
     */
    Answer(String without) {
      this.without = without;
    }

    void is(T found) {
      value = Optional.of(found);
    }

    T get() throws PrerequisiteMissing {
      return value.orElseThrow(() -> new PrerequisiteMissing(without));
    }

    Optional<T> ifKnown() {
      return value;
    }
  }

  /** A check cannot run because an earlier check that it depends on did not pass. */
  static final class PrerequisiteMissing extends Exception {

    private static final long serialVersionUID = 1L;

    PrerequisiteMissing(String reason) {
      super(reason);
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }

  final AgentDoctorInputs inputs;
  final InstantSource clock;
  final ServerClock serverClock;
  final Answer<AgentConfig> config = new Answer<>("the configuration has violations");
  final Answer<HsmConfig> hsm =
      new Answer<>("the configuration has violations in a section that is present");
  final Answer<List<TokenIdentity>> visible = new Answer<>("the library does not load");
  final Answer<TokenView> view = new Answer<>("the token was not found");
  final Answer<Boolean> pinMayBeTried = new Answer<>("the PIN may not be tried");
  final Answer<AuditLog> audit =
      new Answer<>("the audit log cannot be written, and every login must be recorded");
  final Answer<Token> token = new Answer<>("the agent is not logged in");
  final Answer<VerificationKey> agentKey = new Answer<>("the agent's key is not known");
  final Answer<Boolean> network = new Answer<>("SQS cannot be reached");
  final Answer<Boolean> credentials = new Answer<>("there are no credentials");
  private Optional<QueueProbe> queues = Optional.empty();

  CheckContext(AgentDoctorInputs inputs, InstantSource clock) {
    this.inputs = inputs;
    this.clock = clock;
    this.serverClock = new ServerClock(clock);
  }

  QueueProbe queues() throws PrerequisiteMissing {
    if (queues.isEmpty()) {
      network.get();
      credentials.get();
      queues = Optional.of(QueueProbe.of(config.get().cloud(), serverClock));
    }
    return queues.get();
  }

  /**
   * Picks the sentence for this token. A Luna is recognized by what it reports, else by the name of
   * its library.
   */
  String onLuna(String luna, String elsewhere) {
    boolean isLuna =
        view.ifKnown()
            .map(TokenView::identity)
            .map(Luna::is)
            .or(() -> hsm.ifKnown().map(config -> LunaClientCheck.isLuna(library(config))))
            .orElse(false);
    return isLuna ? luna : elsewhere;
  }

  private static Path library(HsmConfig config) {
    return config.token().settings().library();
  }

  @Override
  public void close() throws AuditException {
    queues.ifPresent(QueueProbe::close);
    token.ifKnown().ifPresent(Token::close);
    if (audit.ifKnown().isPresent()) {
      audit.ifKnown().get().close();
    }
  }
}
