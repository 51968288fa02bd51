package io.keyferry.agent.cli.offline;

/** What is wrong with a zip of import parameters. */
final class ZipFault extends Exception {

  private static final long serialVersionUID = 1L;

  private final String expected;
  private final String found;

  /**
   * @param expected completes "expected …"
   * @param found completes "found …"; may quote names from the zip
   */
  ZipFault(String expected, String found) {
    super("expected " + expected + ", found " + found);
    this.expected = expected;
    this.found = found;
  }

  String expected() {
    return expected;
  }

  String found() {
    return found;
  }
}
