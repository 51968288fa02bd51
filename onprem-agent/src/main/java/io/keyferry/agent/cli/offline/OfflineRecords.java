package io.keyferry.agent.cli.offline;

import io.keyferry.agent.cli.offline.ImportParameters.ImportToken;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.job.identity.TokenSigner;
import io.keyferry.model.message.AuditHead;
import io.keyferry.model.message.HsmCeremony;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.message.OfflineRecord;
import io.keyferry.model.signed.SignedMessage;
import io.keyferry.model.value.Software;
import io.keyferry.model.value.Wrapping;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/** The records of completed orders. */
public final class OfflineRecords {

  private final Software agent;
  private final InstantSource clock;

  public OfflineRecords(Software agent, InstantSource clock) {
    this.agent = agent;
    this.clock = clock;
  }

  OfflineRecord of(OfflineOrder order, HsmCeremony done, AuditHead head) {
    ImportParameters parameters = order.parameters();
    return new OfflineRecord(
        new OfflineRecord.Files(
            parameters.keyId(),
            parameters.wrappingKey().fingerprint(),
            parameters.importToken().map(ImportToken::sha256)),
        new Wrapping(order.keySpec(), order.algorithm(), parameters.wrappingKeySpec()),
        new OfflineRecord.Times(order.orderedAt(), clock.instant()),
        new OfflineRecord.Work(agent, done, head));
  }

  /** The content of the file: one JSON object on one line, in ASCII. */
  static byte[] file(OfflineRecord record, TokenSigner signer) throws HsmException {
    String compact = SignedMessage.sign(MessageType.OFFLINE_RECORD, record, signer);
    return "{\"offlineRecord\":\"%s\"}\n".formatted(compact).getBytes(StandardCharsets.US_ASCII);
  }
}
