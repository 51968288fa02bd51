package io.keyferry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.agent.hsm.KeyForm;
import io.keyferry.agent.hsm.KeyReference;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.KeyCheckValue;
import io.keyferry.model.value.TokenIdentity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A token that reports check values; NSS does not. */
class KeyListTest {

  private record Reference() implements KeyReference {}

  private static final KeyList LIST =
      new KeyList(
          new TokenIdentity("partition", "4711", "Thales", "Luna", "7.8"),
          List.of(
              new HsmKey(
                  new CkaId("0a0b"),
                  "payments",
                  new KeyForm.Aes(32),
                  new TreeMap<>(Map.of("CKA_EXTRACTABLE", true, "CKA_SIGN", false)),
                  new HsmKey.Fingerprints(
                      Optional.of(new KeyCheckValue(KeyCheckValue.Method.AES_ECB, "a1b2c3")),
                      Optional.empty(),
                      Optional.empty()),
                  new Reference())),
          key -> Optional.empty());

  @Test
  void showsTheCheckValueAsText() {
    assertThat(LIST.text()).contains("check value  a1b2c3 (AES_ECB)");
  }

  @Test
  void showsTheCheckValueAsJson() {
    assertThat(LIST.json())
        .isEqualTo(
            """
            {"token":{"label":"partition","serial":"4711"},"keys":[{"label":"payments","ckaId":"0a0b","kind":"an AES key of 32 bytes",\
            "keyCheckValue":{"method":"AES_ECB","value":"a1b2c3"},\
            "attributes":{"CKA_EXTRACTABLE":true,"CKA_SIGN":false}}]}\
            """);
  }
}
