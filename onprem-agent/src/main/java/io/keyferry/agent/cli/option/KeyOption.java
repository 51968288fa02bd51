package io.keyferry.agent.cli.option;

import io.keyferry.agent.cli.offline.OfflineOrder.KeyChoice;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.HsmKeyName;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which key to wrap. */
public final class KeyOption {

  private static final int ID_BYTES = 16;
  private static final int SHOWN = 8;

  /** A new key. */
  static final class Generate {

    @Option(
        names = "--generate",
        arity = "0",
        required = true,
        description = "A new key, generated in the token with a random CKA_ID.")
    private boolean wanted;

    @Option(
        names = "--label",
        paramLabel = "LABEL",
        converter = HsmKeyNames.ByLabel.class,
        description =
            "The new key's label, by default 'keyferry offline' and the first 8 digits of its CKA_ID.")
    private Optional<HsmKeyName.Label> label = Optional.empty();

    private KeyChoice choice() {
      byte[] bytes = new byte[ID_BYTES];
      new SecureRandom().nextBytes(bytes);
      CkaId id = CkaId.of(bytes);
      String usual = "keyferry offline " + id.hex().substring(0, SHOWN);
      return new KeyChoice.Generate(id, label.map(HsmKeyName.Label::label).orElse(usual));
    }
  }

  @ArgGroup(exclusive = false, multiplicity = "1")
  private @Nullable Generate generate;

  @Option(
      names = "--key",
      paramLabel = "LABEL",
      converter = HsmKeyNames.ByLabel.class,
      description = "The key in the token with this label.")
  private Optional<HsmKeyName.Label> labeled = Optional.empty();

  @Option(
      names = "--cka-id",
      paramLabel = "HEX",
      converter = HsmKeyNames.ById.class,
      description = "The key in the token with this CKA_ID.")
  private Optional<HsmKeyName.Id> identified = Optional.empty();

  /** Returns the choice. Exactly one of the three options is set. */
  public KeyChoice choice() {
    return labeled
        .<HsmKeyName>map(name -> name)
        .or(() -> identified)
        .<KeyChoice>map(KeyChoice.Existing::new)
        .orElseGet(() ->
            Optional.ofNullable(generate).filter(given -> given.wanted).orElseThrow().choice());
  }
}
