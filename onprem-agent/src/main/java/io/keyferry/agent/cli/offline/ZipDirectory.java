package io.keyferry.agent.cli.offline;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The list of entries at the end of a zip (APPNOTE.TXT 6.3, sections 4.3.12 and 4.3.16). Only this
 * list says what an entry becomes when unpacked; {@code java.util.zip} does not expose it.
 *
 * @param offset where the list begins and the entries end
 */
record ZipDirectory(List<Entry> entries, int offset) {

  /**
   * One entry of the list.
   *
   * @param name as in the list, ISO 8859-1
   * @param encrypted general purpose bit 0
   */
  record Entry(String name, boolean encrypted, Kind kind) {}

  /** What an entry becomes when unpacked. */
  enum Kind {
    FILE,
    DIRECTORY,
    SYMBOLIC_LINK,
    /** A device, a socket or a pipe. */
    SPECIAL
  }

  private static final int MAX_ENTRIES = 16;
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int ENTRY_SIGNATURE = 0x02014b50;
  private static final int ENTRY_BYTES = 46;
  private static final int DOS_DIRECTORY = 0x10;
  private static final int UNIX_TYPE = 0xF000;
  private static final int UNIX_FILE = 0x8000;
  private static final int UNIX_DIRECTORY = 0x4000;
  private static final int UNIX_SYMBOLIC_LINK = 0xA000;

  ZipDirectory {
    entries = List.copyOf(entries);
  }

  /** Reads the list strictly: nothing may be between it and the end record, or after that. */
  static ZipDirectory of(byte[] zip) throws ZipFault {
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int end = zip.length - END_BYTES;
    if (end < 0 || bytes.getInt(end) != END_SIGNATURE) {
      throw new ZipFault(
          "a zip without a comment, ending with its end record",
          startsAsZip(zip)
              ? "none: the file was truncated or extended"
              : "a file that is not a zip");
    }
    int count = unsigned(bytes, end + 10);
    long size = Integer.toUnsignedLong(bytes.getInt(end + 12));
    long offset = Integer.toUnsignedLong(bytes.getInt(end + 16));
    boolean onePart = bytes.getInt(end + 4) == 0 && unsigned(bytes, end + 8) == count;
    if (!onePart || offset + size != end) {
      throw new ZipFault(
          "a zip in one part, with its list of entries right before its end record",
          "a list of %d bytes at %d in a file of %d".formatted(size, offset, zip.length));
    }
    if (count > MAX_ENTRIES) {
      throw new ZipFault("at most %d entries".formatted(MAX_ENTRIES), count + " entries");
    }
    return new ZipDirectory(entries(bytes.slice((int) offset, (int) size), count), (int) offset);
  }

  /** Whether it begins with a zip's first entry. */
  static boolean startsAsZip(byte[] bytes) {
    return bytes.length >= 4
        && bytes[0] == 'P'
        && bytes[1] == 'K'
        && bytes[2] == 3
        && bytes[3] == 4;
  }

  private static List<Entry> entries(ByteBuffer slice, int count) throws ZipFault {
    ByteBuffer list = slice.order(ByteOrder.LITTLE_ENDIAN);
    List<Entry> entries = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < count; i++) {
      if (list.capacity() - at < ENTRY_BYTES || list.getInt(at) != ENTRY_SIGNATURE) {
        throw new ZipFault("a list of %d entries".formatted(count), i + " in it");
      }
      int name = unsigned(list, at + 28);
      int next = at + ENTRY_BYTES + name + unsigned(list, at + 30) + unsigned(list, at + 32);
      if (next > list.capacity()) {
        throw new ZipFault("a list of %d entries".formatted(count), "one that exceeds the list");
      }
      byte[] text = new byte[name];
      list.get(at + ENTRY_BYTES, text);
      entries.add(entry(new String(text, StandardCharsets.ISO_8859_1), list, at));
      at = next;
    }
    if (at != list.capacity()) {
      throw new ZipFault(
          "a list of only %d entries".formatted(count),
          "%d bytes after them".formatted(list.capacity() - at));
    }
    return entries;
  }

  private static Entry entry(String name, ByteBuffer list, int at) {
    boolean encrypted = (unsigned(list, at + 8) & 1) != 0;
    return new Entry(name, encrypted, kind(name, list.getInt(at + 38)));
  }

  /**
   * Judges by the name and both sets of external attributes, whichever system the entry names:
   * tools differ in which they follow.
   */
  private static Kind kind(String name, int attributes) {
    int unix = attributes >>> 16 & UNIX_TYPE;
    if (unix == UNIX_SYMBOLIC_LINK) {
      return Kind.SYMBOLIC_LINK;
    }
    if (name.endsWith("/") || unix == UNIX_DIRECTORY || (attributes & DOS_DIRECTORY) != 0) {
      return Kind.DIRECTORY;
    }
    return unix == 0 || unix == UNIX_FILE ? Kind.FILE : Kind.SPECIAL;
  }

  private static int unsigned(ByteBuffer bytes, int at) {
    return Short.toUnsignedInt(bytes.getShort(at));
  }
}
