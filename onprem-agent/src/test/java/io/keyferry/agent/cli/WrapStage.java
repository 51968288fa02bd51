package io.keyferry.agent.cli;

import io.keyferry.agent.cli.offline.ConsoleZips;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.KeyTemplate;
import io.keyferry.agent.hsm.RealToken;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.agent.hsm.Unwrapping;
import io.keyferry.agent.job.identity.TokenSigner;
import io.keyferry.agent.login.TokenOpener;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.message.OfflineRecord;
import io.keyferry.model.signed.RejectedMessageException;
import io.keyferry.model.signed.SignedMessage;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.VerificationKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real token with an enrolled agent, the console's zips, and the command {@code wrap}. */
final class WrapStage implements AutoCloseable {

  /** The private half of the wrapping key. */
  static final Unwrapping KMS = new Unwrapping(4096);

  static final byte[] KEY = KMS.publicKey().getEncoded();
  static final byte[] IMPORT_TOKEN = ConsoleZips.TOKEN;
  static final Map<String, byte[]> LATER = ConsoleZips.later(KEY, IMPORT_TOKEN);
  static final Map<String, byte[]> EARLIER = ConsoleZips.earlier(KEY, IMPORT_TOKEN);

  private static final String BEFORE = "{\"offlineRecord\":\"";
  private static final String AFTER = "\"}\n";

  private final Path folder;
  private final RealToken token;
  private final VerificationKey agentKey;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  WrapStage(Path folder) throws Exception {
    this.folder = folder;
    this.token = new RealToken(Files.createDirectory(folder.resolve("database")));
    configure("");
    try (Token open = token.open();
        TokenSession session = open.openSession()) {
      agentKey =
          TokenSigner.of(session, session.agentKeys().findOrGenerate("keyferry-agent"))
              .verificationKey();
    }
  }

  /** Writes the configuration, with this text at its end. */
  void configure(String more) throws IOException {
    ConfigFile.write(folder, ConfigFile.min(folder) + more);
  }

  Path folder() {
    return folder;
  }

  RealToken token() {
    return token;
  }

  VerificationKey agentKey() {
    return agentKey;
  }

  String config() {
    return folder.resolve("agent.yml").toString();
  }

  Path material() {
    return folder.resolve("EncryptedKeyMaterial.bin");
  }

  Path recordFile() {
    return folder.resolve("EncryptedKeyMaterial.bin.record.json");
  }

  void removeFiles() throws IOException {
    Files.delete(material());
    Files.delete(recordFile());
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  int wrap(String... options) {
    return wrap((section, guard) -> token.open(guard), options);
  }

  int wrap(TokenOpener opener, String... options) {
    List<String> words =
        new ArrayList<>(List.of("wrap", "--config", config(), "--out", material().toString()));
    words.addAll(List.of(options));
    return execute(opener, words.toArray(String[]::new));
  }

  /** Runs the command line; the output of an earlier run is discarded. */
  int execute(TokenOpener opener, String... words) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return AgentMain.execute(opener, new PrintWriter(out, true), new PrintWriter(err, true), words);
  }

  String zip(Map<String, byte[]> layout) throws IOException {
    return Files.write(folder.resolve("ImportParameters.zip"), ConsoleZips.deflated(layout))
        .toString();
  }

  void plant(KeySpec spec, CkaId id, String label) throws HsmException {
    try (Token open = token.open();
        TokenSession session = open.openSession()) {
      session.keys().generate(spec, id, label, KeyTemplate.LUNA_GUIDE);
    }
  }

  OfflineRecord record() throws IOException, RejectedMessageException {
    return record(agentKey);
  }

  OfflineRecord record(VerificationKey signer) throws IOException, RejectedMessageException {
    String json = Files.readString(recordFile());
    if (!json.startsWith(BEFORE) || !json.endsWith(AFTER)) {
      throw new IOException("expected one JSON object, found " + json);
    }
    return SignedMessage.verify(
        MessageType.OFFLINE_RECORD,
        json.substring(BEFORE.length(), json.length() - AFTER.length()),
        signer);
  }

  /** The events of the audit log, line by line. */
  List<String> events() throws IOException {
    return log()
        .lines()
        .map(line -> line.replaceFirst(".*\"event\":\"([A-Z_]+)\".*", "$1"))
        .toList();
  }

  String log() throws IOException {
    Path file = folder.resolve("audit/audit-000001.jsonl");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  @Override
  public void close() throws IOException, HsmException {
    token.close();
  }
}
