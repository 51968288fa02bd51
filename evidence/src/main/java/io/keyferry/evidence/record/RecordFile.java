package io.keyferry.evidence.record;

import io.keyferry.model.json.Json;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.operation.Operation;
import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The content of a file with a record: a ceremony record as signed, and what {@code ReadImports}
 * returned with it; or an offline record as signed.
 *
 * @param compact three parts joined by dots, unverified
 * @param answer absent if the file has only the record
 */
public record RecordFile(String compact, Optional<Answer> answer) {

  /** The max size of a file. */
  public static final int MAX_BYTES = 1024 * 1024;

  private static final String OFFLINE = "offlineRecord";
  private static final String IMPORT_ID = "importId";
  private static final Set<String> ENDED =
      Set.of(Operation.State.SUCCEEDED.name(), Operation.State.FAILED.name());
  private static final Pattern COMPACT =
      Pattern.compile("[\\x21-\\x7e&&[^.]]+(\\.[\\x21-\\x7e&&[^.]]+){2}");

  /**
   * What {@code ReadImports} returned unsigned.
   *
   * @param keyArn absent if the operation has no KMS key
   */
  public record Answer(String operationId, Optional<String> keyArn, String state) {

    /** Whether release 0.1.0 returned it, which said import. */
    private static boolean isFromPreviousRelease(Json.Obj json) {
      return json.text(Operation.ID).isEmpty() && json.text(IMPORT_ID).isPresent();
    }

    private static Answer read(Json.Obj json) {
      refuseOtherAnswers(json);
      boolean before = isFromPreviousRelease(json);
      String id = required(json, before ? IMPORT_ID : Operation.ID);
      String state = required(json, "state");
      return new Answer(
          id,
          json.text("keyArn"),
          before && state.equals(ImportState.IMPORTED.name())
              ? Operation.State.SUCCEEDED.name()
              : state);
    }

    /** A function answers with these in place of one operation. */
    private static void refuseOtherAnswers(Json.Obj json) {
      Stream.of(
              json.field("operations")
                  .map(_ -> "a list of operations: request one, by its operationId"),
              json.text("detail").map("a refusal: "::concat),
              json.text("errorMessage").map("an error of the function: "::concat))
          .flatMap(Optional::stream)
          .findFirst()
          .ifPresent(found -> {
            throw InvalidValueException.of("one operation with the field " + Operation.ID, found);
          });
    }
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read
   * @throws InvalidValueException if it is longer than {@link #MAX_BYTES} or has another form
   */
  public static RecordFile read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return parse(in.readNBytes(MAX_BYTES + 1));
    }
  }

  static RecordFile parse(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw InvalidValueException.of(
          "a ceremony record in at most " + MAX_BYTES + " bytes", "more than that");
    }
    String text = new String(bytes, StandardCharsets.UTF_8).strip();
    if (text.startsWith("{")) {
      Json.Obj json = Json.readObject(text.getBytes(StandardCharsets.UTF_8));
      return json.text(OFFLINE)
          .map(compact -> new RecordFile(compact, Optional.empty()))
          .orElseGet(() -> ofAnswer(json));
    }
    if (COMPACT.matcher(text).matches()) {
      return new RecordFile(text, Optional.empty());
    }
    throw InvalidValueException.of(
        "a ceremony record as compact JWS (one line, three parts joined by dots), the JSON response of ReadImports to {\"operationId\":…}, or the file that wrap wrote beside a wrapped key",
        bytes.length + " bytes: " + text);
  }

  private static RecordFile ofAnswer(Json.Obj json) {
    Answer answer = Answer.read(json);
    String compact =
        json.text("ceremonyRecord")
            .orElseThrow(() ->
                InvalidValueException.of(
                    "the field ceremonyRecord, which an operation has once it is SUCCEEDED or FAILED",
                    "an operation that is %s%s"
                        .formatted(
                            answer.state(),
                            ENDED.contains(answer.state()) ? "" : ": read it again later")));
    return new RecordFile(compact, Optional.of(answer));
  }

  /**
   * @throws InvalidValueException if the field is missing or not a string
   */
  static String required(Json.Obj json, String name) {
    return json.text(name)
        .orElseThrow(() ->
            InvalidValueException.of("the field " + name + " with a text", "an object without it"));
  }

  /** Whether it claims to be an offline record; only its signature shows whether it is. */
  public boolean isOffline() {
    return UnverifiedMessage.isOf(MessageType.OFFLINE_RECORD.typ(), compact);
  }

  /** The value of {@code previous} in the next record of the chain. */
  public Sha256 sha256() {
    return Sha256.of(compact.getBytes(StandardCharsets.UTF_8));
  }
}
