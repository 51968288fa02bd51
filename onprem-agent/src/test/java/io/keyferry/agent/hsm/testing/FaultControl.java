package io.keyferry.agent.hsm.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The file that controls the fault injector's native half. Its source describes the format. */
final class FaultControl {

  private record Order(String call, String directive) {}

  private final Path file;
  private final List<String> settings = new ArrayList<>();
  private final List<Order> orders = new ArrayList<>();
  private String realLibrary = "";
  private String realPin = "";
  private String acceptedPin = "";
  private int pinEpoch;
  private int lastNumber;

  FaultControl(Path file) {
    this.file = file;
  }

  synchronized void start(Path library, String pin) throws IOException {
    realLibrary = library.toString();
    realPin = pin;
    acceptedPin = pin;
    write();
  }

  synchronized void add(String setting) throws IOException {
    settings.add(setting);
    write();
  }

  /**
   * @param call the function that it concerns
   */
  synchronized void add(String call, String kind, String rest) throws IOException {
    lastNumber++;
    orders.add(new Order(call, "%s %d %s".formatted(kind, lastNumber, rest)));
    write();
  }

  synchronized void clear() throws IOException {
    orders.clear();
    write();
  }

  synchronized void clear(String call) throws IOException {
    orders.removeIf(order -> order.call().equals(call));
    write();
  }

  synchronized void changePin(String accepted) throws IOException {
    acceptedPin = accepted;
    pinEpoch++;
    write();
  }

  /** Atomically, because it may be read at any time. */
  private void write() throws IOException {
    String pin = "pin %d %s %s".formatted(pinEpoch, hex(acceptedPin), hex(realPin));
    List<String> lines =
        Stream.of(
                settings.stream(),
                Stream.of("library " + realLibrary, pin),
                orders.stream().map(Order::directive))
            .flatMap(part -> part)
            .toList();
    Path next = Files.write(file.resolveSibling(file.getFileName() + ".next"), lines);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(UTF_8));
  }
}
