package io.keyferry.agent.cli.offline;

import java.nio.file.Path;

/** The wrapped key and its record: both are written or neither is. */
public final class OutputFiles {

  private final NewFile material;
  private final NewFile record;

  private OutputFiles(Path material, Path record) {
    this.material = new NewFile(material);
    this.record = new NewFile(record);
  }

  /** The record is named after the wrapped key. */
  public static OutputFiles at(Path material) {
    return new OutputFiles(
        material, material.resolveSibling(material.getFileName() + ".record.json"));
  }

  public Path material() {
    return material.path();
  }

  public Path record() {
    return record.path();
  }

  /**
   * Checks that both files can be created. Call this before the HSM is used.
   *
   * @throws OfflineFileException if one of them exists or cannot be written
   */
  public void check() throws OfflineFileException {
    material.check();
    record.check();
  }

  /**
   * Writes the record, then the wrapped key, so that no wrapped key exists without a record.
   *
   * @throws OfflineFileException if one cannot be written: then neither exists
   */
  public void write(byte[] wrapped, byte[] signed) throws OfflineFileException {
    record.write(signed);
    boolean both = false;
    try {
      material.write(wrapped);
      both = true;
    } finally {
      if (!both) {
        record.remove();
      }
    }
  }

  /** Removes both files that this process wrote. */
  void remove() {
    material.remove();
    record.remove();
  }
}
