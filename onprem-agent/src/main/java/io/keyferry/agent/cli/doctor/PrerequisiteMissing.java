package io.keyferry.agent.cli.doctor;

/** What a check needs is not known, as the check that should have found it has not passed. */
final class PrerequisiteMissing extends Exception {

  private static final long serialVersionUID = 1L;

  PrerequisiteMissing(String reason) {
    super(reason);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
