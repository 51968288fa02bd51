package io.keyferry.agent.cli.offline;

import java.nio.file.Path;

/** The wrapped key and the record beside it: both are written or neither. */
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
   * To be called before the HSM is used: nothing is made there that could not be written here.
   *
   * @throws OfflineFileException if one of them is there, or could not be written
   */
  public void check() throws OfflineFileException {
    material.check();
    record.check();
  }

  /**
   * Writes the record, then the wrapped key, so that none is there without a record.
   *
   * @throws OfflineFileException if one cannot be written: neither is there then
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

  /** Takes both away again, for one who has written them. */
  void remove() {
    material.remove();
    record.remove();
  }
}
