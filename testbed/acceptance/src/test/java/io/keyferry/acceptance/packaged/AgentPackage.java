package io.keyferry.acceptance.packaged;

import io.keyferry.local.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A Debian package of the agent. */
public record AgentPackage(Path file) {

  static final String NAME = "keyferry-agent";

  private static final String VERSION = "0.1.0";
  private static final String NEXT_VERSION = "0.1.1";
  private static final String EPOCH = "1790000000";

  /** Builds a package of the jar that is there, in a shell with these variables. */
  static AgentPackage build(Path folder, String mask, Map<String, String> environment)
      throws IOException, InterruptedException {
    Layout layout = Layout.ofSystemProperty();
    Path script = layout.home().resolve("onprem-agent/src/main/package/build-deb");
    Map<String, String> all = new HashMap<>(environment);
    all.put("JAVA_HOME", System.getProperty("java.home"));
    all.put("SOURCE_DATE_EPOCH", EPOCH);
    Run.of(
            all,
            List.of(
                "sh",
                "-c",
                "umask %s; exec sh \"$@\"".formatted(mask),
                "sh",
                script.toString(),
                layout.agentJar().toString(),
                VERSION,
                folder.toString()))
        .well();
    String architecture = Run.of("dpkg", "--print-architecture").well().strip();
    return new AgentPackage(folder.resolve("%s_%s_%s.deb".formatted(NAME, VERSION, architecture)));
  }

  /** Unpacks the files that the package would install. */
  Path extract(Path folder) throws IOException, InterruptedException {
    Run.of("dpkg-deb", "-x", file.toString(), folder.toString()).well();
    return folder;
  }

  /** The same package as a later version. */
  public AgentPackage next(Path folder) throws IOException, InterruptedException {
    Path tree = folder.resolve("next");
    Run.of("dpkg-deb", "-R", file.toString(), tree.toString()).well();
    Path control = tree.resolve("DEBIAN/control");
    Files.writeString(
        control,
        Files.readString(control).replace("Version: " + VERSION, "Version: " + NEXT_VERSION));
    Path later = folder.resolve("next.deb");
    Run.of(
            "env",
            "TMPDIR=" + folder,
            "dpkg-deb",
            "-Znone",
            "--build",
            tree.toString(),
            later.toString())
        .well();
    return new AgentPackage(later);
  }

  /** The version, as dpkg reports it. */
  public String version() throws IOException, InterruptedException {
    return Run.of("dpkg-deb", "-f", file.toString(), "Version").well().strip();
  }
}
