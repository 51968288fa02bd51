package io.keyferry.agent.cli.offline;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Zips of import parameters as the KMS console makes them. */
public final class ConsoleZips {

  /** A KMS key and the time of a download, as they appear in the names of the earlier layout. */
  static final String DOWNLOAD = "f44c4e20-f83c-48f4-adc6-a1ef38829760_0809092909";

  /** Not text, like the tokens of KMS. */
  public static final byte[] TOKEN = "an import token of KMS's\0".getBytes(StandardCharsets.UTF_8);

  private static final byte[] README =
      "Wrapping algorithm: chosen at the download".getBytes(StandardCharsets.UTF_8);

  private ConsoleZips() {}

  /** The DER of a fresh wrapping key. */
  static byte[] wrappingKey(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair().getPublic().getEncoded();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The console's zip since it names the files by their content. */
  public static Map<String, byte[]> later(byte[] wrappingKey, byte[] token) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("WrappingPublicKey.bin", wrappingKey);
    files.put("ImportToken.bin", token);
    files.put("README.txt", README);
    return files;
  }

  /** The console's earlier zip. */
  public static Map<String, byte[]> earlier(byte[] wrappingKey, byte[] token) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("wrappingKey_" + DOWNLOAD, wrappingKey);
    files.put("importToken_" + DOWNLOAD, token);
    files.put("README_" + DOWNLOAD + ".txt", README);
    return files;
  }

  /** Compressed, with the sizes after the data. */
  public static byte[] deflated(Map<String, byte[]> files) {
    return zip(files, ZipEntry.DEFLATED);
  }

  /** Uncompressed, with the sizes before the data. */
  static byte[] stored(Map<String, byte[]> files) {
    return zip(files, ZipEntry.STORED);
  }

  private static byte[] zip(Map<String, byte[]> files, int method) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        CRC32 crc = new CRC32();
        crc.update(file.getValue());
        entry.setMethod(method);
        entry.setSize(file.getValue().length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(file.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }
}
