package io.keyferry.model.value;

/**
 * The name of an HSM key: its {@code CKA_ID} or its {@code CKA_LABEL}. As text: the hex digits of
 * the id, or {@code label:} and the label.
 */
public sealed interface HsmKeyName {

  /** The prefix of a label's text form. */
  String LABEL = "label:";

  record Id(CkaId id) implements HsmKeyName {

    @Override
    public String inWords() {
      return "CKA_ID " + id;
    }

    @Override
    public String toString() {
      return id.hex();
    }
  }

  record Label(String label) implements HsmKeyName {

    /**
     * @throws InvalidValueException if the label has not 1 to 256 characters
     */
    public Label {
      label = Required.cleaned(label, "label", HsmKeyReport.MAX_LABEL);
      if (label.isEmpty()) {
        throw InvalidValueException.of("a label of 1 to 256 characters", "none");
      }
    }

    @Override
    public String inWords() {
      return "label '" + label + "'";
    }

    @Override
    public String toString() {
      return LABEL + label;
    }
  }

  /** For a sentence: {@code CKA_ID 0a1b} or {@code label 'payments'}. */
  String inWords();

  /**
   * Reads the text form.
   *
   * @throws InvalidValueException if it is neither
   */
  static HsmKeyName parse(String text) {
    return text.startsWith(LABEL)
        ? new Label(text.substring(LABEL.length()))
        : new Id(new CkaId(text));
  }
}
