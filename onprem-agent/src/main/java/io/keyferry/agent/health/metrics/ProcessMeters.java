package io.keyferry.agent.health.metrics;

import io.keyferry.model.value.Software;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** The process: its version and its resources. */
@Singleton
final class ProcessMeters implements MeterBinder {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path OPEN_FILES = Path.of("/proc/self/fd");
  private static final String RESIDENT = "VmRSS:";
  private static final long KIBIBYTE = 1024;

  private final Software software;

  ProcessMeters(Software software) {
    this.software = software;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("keyferry.agent.info", () -> 1)
        .description("Always 1; the labels show version and build")
        .tag("version", software.version())
        .tag("build", software.build())
        .register(registry);
    Meters.seconds(
        registry,
        "process.uptime",
        "Time since the process started",
        () -> Optional.of(Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime())));
    Gauge.builder("process.resident.memory", ProcessMeters::resident)
        .description("Resident memory, as reported by the kernel")
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("process.heap.used", ProcessMeters::heap)
        .description("Memory of Java objects, including garbage")
        .baseUnit("bytes")
        .register(registry);
    Meters.gauge(registry, "process.open.fds", "Open files and sockets", ProcessMeters::openFiles);
  }

  private static Number heap() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static Number resident() {
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(RESIDENT))
          .findFirst()
          .<Number>map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KIBIBYTE)
          .orElse(Double.NaN);
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  private static Number openFiles() {
    try (Stream<Path> files = Files.list(OPEN_FILES)) {
      return files.count();
    } catch (IOException e) {
      return Double.NaN;
    }
  }
}
