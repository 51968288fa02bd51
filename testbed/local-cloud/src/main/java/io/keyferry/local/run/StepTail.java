package io.keyferry.local.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.model.json.JsonCodec;
import io.keyferry.model.record.StepEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Follows log files of both halves and extracts the steps of the imports. */
public final class StepTail {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Set<String> MEMBERS = Set.of("at", "step", "importId", "attempt", "detail");

  private final Map<Path, Long> positions = new LinkedHashMap<>();

  public StepTail(List<Path> logs) {
    logs.forEach(log -> positions.put(log, 0L));
  }

  /** The steps that were logged since the last call, in the order of their times. */
  public List<StepEvent> next() throws IOException {
    List<StepEvent> events = new ArrayList<>();
    for (Map.Entry<Path, Long> log : positions.entrySet()) {
      if (Files.exists(log.getKey())) {
        log.setValue(readFrom(log.getKey(), log.getValue(), events));
      }
    }
    events.sort(
        Comparator.comparing(StepEvent::at).thenComparingInt(event -> event.step().number()));
    return events;
  }

  /** Reads whole lines only and returns the position after the last one. */
  private static long readFrom(Path log, long position, List<StepEvent> events) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(log)) {
      ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(channel.size() - position));
      channel.position(position);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // until the line is complete
      }
      String text = StandardCharsets.UTF_8.decode(buffer.flip()).toString();
      int end = text.lastIndexOf('\n') + 1;
      text.substring(0, end)
          .lines()
          .map(StepTail::step)
          .forEach(step -> step.ifPresent(events::add));
      return position + text.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
    }
  }

  /**
   * A step is a JSON object at the end of a line; a function adds the fields that Lambda filters
   * by.
   */
  private static Optional<StepEvent> step(String line) {
    int start = line.indexOf('{');
    if (start < 0) {
      return Optional.empty();
    }
    try {
      return JSON.readTree(line.substring(start)) instanceof ObjectNode json && json.has("step")
          ? Optional.of(
              JsonCodec.read(StepEvent.class, JSON.writeValueAsBytes(json.retain(MEMBERS))))
          : Optional.empty();
    } catch (JsonProcessingException e) {
      // Not a step: other lines may have braces, too.
      return Optional.empty();
    }
  }
}
