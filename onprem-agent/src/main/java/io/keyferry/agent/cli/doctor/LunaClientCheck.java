package io.keyferry.agent.cli.doctor;

import io.keyferry.agent.cli.doctor.CheckContext.PrerequisiteMissing;
import io.keyferry.agent.config.HsmConfig;
import io.keyferry.evidence.file.DiskFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The configuration and the folders of Luna's client. Without them its library shows no partition.
 */
final class LunaClientCheck {

  private static final String VARIABLE = "ChrystokiConfigurationPath";
  private static final String FILE = "Chrystoki.conf";
  private static final String MUTEX_FOLDER = "MutexFolder";
  private static final String HA_LOG_STATUS = "haLogStatus";
  private static final String HA_LOG_PATH = "haLogPath";
  private static final String SOFT_TOKEN_DIR = "SoftTokenDir";
  private static final Pattern COMMENT = Pattern.compile("#.*");

  /** {@code Name = value;}, with or without quotes. */
  private static final Pattern SETTING = Pattern.compile("(\\w+)\\s*=\\s*\"?([^;{}\"]+?)\"?\\s*;");

  private static final Path USUAL = Path.of("/etc");

  private LunaClientCheck() {}

  /** Whether the library is Luna's, judged by its name. */
  static boolean isLuna(Path library) {
    String name = String.valueOf(library.getFileName()).toLowerCase(Locale.ROOT);
    return name.startsWith("libcryptoki2") || name.startsWith("libcklog");
  }

  static Finding look(CheckContext context) throws PrerequisiteMissing {
    HsmConfig hsm = context.hsm.get();
    Path library = hsm.token().settings().library();
    String name = String.valueOf(library.getFileName()).toLowerCase(Locale.ROOT);
    if (name.startsWith("libcklog")) {
      return new Finding.Failed(
          "%s writes every PKCS#11 call to a file".formatted(library),
          "set token.library to Luna's own library, /usr/safenet/lunaclient/lib/libCryptoki2_64.so");
    }
    if (!isLuna(library)) {
      return new Finding.Skipped("%s is not Luna's library".formatted(library));
    }
    Optional<String> set = Optional.ofNullable(context.inputs.environment().get(VARIABLE));
    Path file = set.map(Path::of).orElse(USUAL).resolve(FILE);
    String origin =
        set.isPresent() ? "by %s=%s".formatted(VARIABLE, set.get()) : VARIABLE + " is not set";
    if (!Files.isReadable(file)) {
      return new Finding.Failed(
          "expected a readable client configuration %s (%s), found that it is not readable"
              .formatted(file, origin),
          "set %s to the directory that holds %s, and add the agent's user to the group hsmusers"
              .formatted(VARIABLE, FILE));
    }
    try {
      return folders(file, "%s, %s".formatted(file, origin));
    } catch (IOException e) {
      return new Finding.Failed(
          "expected the client's configuration %s, found %s".formatted(file, DiskFault.words(e)),
          "ask the HSM's administrator to check it");
    }
  }

  /**
   * Checks where the client writes: its locks, the log of its HA groups, its token for secure
   * channels.
   */
  private static Finding folders(Path file, String found) throws IOException {
    Map<String, String> values = values(Files.readString(file, StandardCharsets.ISO_8859_1));
    if (values.getOrDefault(HA_LOG_STATUS, "").equals("disabled")) {
      values.remove(HA_LOG_PATH);
    }
    List<String> facts = new ArrayList<>(List.of(found));
    List<String> faults = new ArrayList<>();
    for (String name : List.of(MUTEX_FOLDER, HA_LOG_PATH, SOFT_TOKEN_DIR)) {
      Optional<Path> folder = Optional.ofNullable(values.get(name)).map(Path::of);
      if (folder.isEmpty()) {
        continue;
      }
      if (Files.isDirectory(folder.get()) && Files.isWritable(folder.get())) {
        facts.add("%s %s can be written".formatted(name, folder.get()));
      } else {
        faults.add(
            "expected that the client can write the folder of %s, %s, found that it cannot"
                .formatted(name, folder.get()));
      }
    }
    return Finding.of(
        facts,
        faults,
        "give the folder to the group hsmusers with mode 2770, and add it to ReadWritePaths in /etc/systemd/system/keyferry-.service.d/luna.conf; if a folder is only missing, create it");
  }

  /** The relevant settings by their usual names: the client ignores case. */
  private static Map<String, String> values(String configuration) {
    Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Matcher setting = SETTING.matcher(COMMENT.matcher(configuration).replaceAll(""));
    while (setting.find()) {
      values.put(setting.group(1), setting.group(2).strip());
    }
    return values;
  }
}
