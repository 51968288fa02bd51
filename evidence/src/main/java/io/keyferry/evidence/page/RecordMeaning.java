package io.keyferry.evidence.page;

import io.keyferry.model.message.CeremonyRecord;
import io.keyferry.model.message.ImportState;

/** What an import means for the key's owner, in plain words. */
final class RecordMeaning {

  private RecordMeaning() {}

  static void write(CeremonyRecord record, RecordHtml html) {
    html.open("section", "class", "meaning");
    if (record.state() == ImportState.IMPORTED) {
      imported(html);
    } else {
      html.element("h2", "What this means")
          .element(
              "p",
              "The import failed; the reason above says what to do. The KMS key's state, as KMS described it when the import ended, shows whether the key holds key material. A key that the HSM generated stays in the HSM.");
    }
    html.close();
  }

  private static void imported(RecordHtml html) {
    html.element("h2", "What this import provides, and what it does not")
        .element("h3", "It provides")
        .open("ul")
        .element(
            "li",
            "A key of your own: it was generated in your HSM, and you hold the original for as long as your HSM or its backup does.")
        .element(
            "li",
            "No plaintext on the way: between the two, the key was encrypted under a public key that KMS generated for this import.")
        .element(
            "li",
            "An end under your control: you can delete the key material in AWS KMS at any time, or let it expire on a date. Until you import the same"
                + " material again, KMS cannot use the key. Data keys that a service has already decrypted with it are not recalled.")
        .close()
        .element("h3", "It does not provide")
        .open("ul")
        .element(
            "li",
            "Sole possession: AWS KMS holds the plaintext of the key inside its own HSMs and uses it there.")
        .element(
            "li",
            "Control of each use: who may use the key in AWS is governed by the key policy and IAM. Your HSM neither sees nor can stop such a use.")
        .element(
            "li",
            "Deletion on both sides: deleting the key in your HSM does not delete the copy in KMS, or vice versa.")
        .element(
            "li",
            "A backup: if the copy in KMS is deleted, expires or is lost, only your HSM can bring it back.")
        .close();
  }
}
