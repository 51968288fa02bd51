package io.keyferry.agent.cli.offline;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The files of a small zip. It is read twice, by the list at its end and from its beginning, and
 * both must agree: unpackers differ in which they follow. Nothing is unpacked to disk.
 */
final class ZipContent {

  /** The max unpacked size of an entry, counted while unpacking. */
  static final int MAX_ENTRY_BYTES = 8 * 1024;

  private ZipContent() {}

  /**
   * Returns the bytes of every entry by name, in the zip's order.
   *
   * @throws ZipFault unless the zip contains only plain files with plain names, each once
   */
  static Map<String, byte[]> of(byte[] zip) throws ZipFault {
    ZipDirectory directory = ZipDirectory.of(zip);
    for (ZipDirectory.Entry entry : directory.entries()) {
      demandPlainFile(entry);
      EntryName.of(entry.name());
    }
    List<String> names = directory.entries().stream().map(ZipDirectory.Entry::name).toList();
    demandNoneTwice(names);
    Map<String, byte[]> content = unpack(zip, directory.offset());
    if (!List.copyOf(content.keySet()).equals(names)) {
      throw new ZipFault(
          "the entries that the zip's list names, %s".formatted(shown(names)),
          shown(content.keySet()));
    }
    return Collections.unmodifiableMap(content);
  }

  private static void demandPlainFile(ZipDirectory.Entry entry) throws ZipFault {
    String found =
        switch (entry.kind()) {
          case FILE -> entry.encrypted() ? "the encrypted %s" : "";
          case DIRECTORY -> "the directory %s";
          case SYMBOLIC_LINK -> "the symbolic link %s";
          case SPECIAL -> "%s, which is neither a file nor a directory";
        };
    if (!found.isEmpty()) {
      throw new ZipFault("only plain files", found.formatted(shown(entry.name())));
    }
  }

  private static void demandNoneTwice(List<String> names) throws ZipFault {
    for (String name : names) {
      if (Collections.frequency(names, name) > 1) {
        throw new ZipFault("each name once", shown(name) + " twice");
      }
    }
  }

  private static Map<String, byte[]> unpack(byte[] zip, int length) throws ZipFault {
    Map<String, byte[]> content = new LinkedHashMap<>();
    try (ZipInputStream in =
        new ZipInputStream(new ByteArrayInputStream(zip, 0, length), StandardCharsets.ISO_8859_1)) {
      ZipEntry entry = in.getNextEntry();
      while (entry != null) {
        byte[] bytes = in.readNBytes(MAX_ENTRY_BYTES + 1);
        if (bytes.length > MAX_ENTRY_BYTES) {
          throw new ZipFault(
              "entries of at most %d bytes".formatted(MAX_ENTRY_BYTES),
              "more in %s".formatted(shown(entry.getName())));
        }
        if (content.put(entry.getName(), bytes) != null) {
          throw new ZipFault("each name once", shown(entry.getName()) + " twice");
        }
        entry = in.getNextEntry();
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new ZipFault("a zip that can be unpacked", shown(String.valueOf(e.getMessage())));
    }
    return content;
  }

  private static String shown(Iterable<String> names) {
    List<String> shown = new ArrayList<>();
    names.forEach(name -> shown.add(shown(name)));
    return shown.isEmpty() ? "none" : shown.stream().collect(Collectors.joining(", "));
  }

  private static String shown(String name) {
    return "'" + name + "'";
  }
}
