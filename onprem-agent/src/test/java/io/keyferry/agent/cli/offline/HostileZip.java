package io.keyferry.agent.cli.offline;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Makes changes to a zip that no zip writer supports. */
final class HostileZip {

  private static final int LIST_ENTRY = 0x02014b50;
  private static final int LOCAL_ENTRY = 0x04034b50;

  private final ByteBuffer zip;

  HostileZip(byte[] zip) {
    this.zip = ByteBuffer.wrap(zip.clone()).order(ByteOrder.LITTLE_ENDIAN);
  }

  byte[] bytes() {
    return zip.array();
  }

  /** Renames an entry both in the list and in the entry itself, to a name of the same length. */
  HostileZip renamed(String from, String to) {
    return renamedInList(from, to).put(LOCAL_ENTRY, 30, from, bytes(to));
  }

  HostileZip renamedInList(String from, String to) {
    return put(LIST_ENTRY, 46, from, bytes(to));
  }

  /** The Unix mode and the DOS attributes in the list. */
  HostileZip attributes(String name, int unixMode, int dos) {
    int value = unixMode << 16 | dos;
    return put(
        LIST_ENTRY,
        38,
        name,
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }

  HostileZip encryptedInList(String name) {
    return put(LIST_ENTRY, 8, name, new byte[] {1});
  }

  HostileZip encryptedInEntry(String name) {
    return put(LOCAL_ENTRY, 6, name, new byte[] {9});
  }

  /** Sets the size in both the list and the entry. */
  HostileZip declaredSize(String name, int size) {
    byte[] value = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(size).array();
    return put(LIST_ENTRY, 24, name, value).put(LOCAL_ENTRY, 22, name, value);
  }

  /** In the end record. */
  HostileZip end(int offset, int value) {
    zip.putShort(zip.capacity() - 22 + offset, (short) value);
    return this;
  }

  private HostileZip put(int signature, int offset, String name, byte[] value) {
    int nameAt = signature == LIST_ENTRY ? 46 : 30;
    for (int at = 0; at + nameAt + name.length() <= zip.capacity(); at++) {
      if (zip.getInt(at) == signature
          && Arrays.equals(
              zip.array(),
              at + nameAt,
              at + nameAt + name.length(),
              bytes(name),
              0,
              name.length())) {
        zip.put(at + offset, value);
        return this;
      }
    }
    throw new IllegalArgumentException("no entry " + name);
  }

  private static byte[] bytes(String name) {
    return name.getBytes(StandardCharsets.ISO_8859_1);
  }
}
