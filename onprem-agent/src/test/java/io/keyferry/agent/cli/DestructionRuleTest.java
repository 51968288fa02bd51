package io.keyferry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.hsm.AgentKey;
import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.agent.hsm.KeyForm;
import io.keyferry.agent.hsm.KeyReference;
import io.keyferry.evidence.log.AuditEntry;
import io.keyferry.evidence.log.AuditLog;
import io.keyferry.evidence.log.AuditSettings;
import io.keyferry.model.message.AuditEvent;
import io.keyferry.model.testing.EcSigner;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeySpec;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a signed log that says that the agent generated one key. */
class DestructionRuleTest {

  private static final ImportId MADE = new ImportId("00000000-0000-4000-8000-000000000001");
  private static final String AGENT_LABEL = "keyferry-agent";

  @TempDir private Path directory;
  private final EcSigner agent = EcSigner.create();
  private final AgentKey own = new AgentKey(agent.publicKey(), new KeyReference() {});

  @BeforeEach
  void write() throws Exception {
    try (AuditLog log = AuditLog.open(new AuditSettings(directory, 1 << 20), Clock.systemUTC())) {
      log.append(
          new AuditEntry(
              AuditEvent.KEY_GENERATED,
              Optional.of(MADE),
              1,
              Map.of("hsmKey", CkaId.of(MADE).hex())));
      log.signHead(agent);
    }
  }

  private Optional<String> objection(String label, Optional<EcSigner> pair) throws Exception {
    HsmKey key =
        new HsmKey(
            CkaId.of(MADE),
            label,
            pair.isPresent() ? new KeyForm.Elliptic(KeySpec.ECC_NIST_P256) : new KeyForm.Aes(32),
            new TreeMap<>(),
            new HsmKey.Fingerprints(
                Optional.empty(),
                pair.map(EcSigner::publicKey).map(half -> Blob.of(half.getEncoded())),
                Optional.empty()),
            new KeyReference() {});
    return DestructionRule.objection(
        key, Optional.of(own), AGENT_LABEL, MadeKeys.in(directory, Optional.of(own)));
  }

  @Test
  void aSecretKeyThatTheAgentMadeMayBeDestroyed() throws Exception {
    assertThat(objection("made", Optional.empty())).isEmpty();
  }

  @Test
  void aPairThatTheAgentMadeMayBeDestroyed() throws Exception {
    assertThat(objection("made", Optional.of(EcSigner.create()))).isEmpty();
  }

  @Test
  void agentKeyUnderAnotherLabelIsRefusedAlthoughTheLogSaysThatTheAgentGeneratedIt()
      throws Exception {
    assertThat(objection("made", Optional.of(agent)).orElseThrow())
        .startsWith("'made' is the agent's own signing key");
  }

  @Test
  void otherKeyUnderTheAgentKeysLabelIsRefusedAlthoughTheLogSaysThatTheAgentGeneratedIt()
      throws Exception {
    assertThat(objection(AGENT_LABEL, Optional.of(EcSigner.create())).orElseThrow())
        .startsWith("'keyferry-agent' is the agent's own signing key");
  }
}
