package io.keyferry.agent.cli.option;

import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.InvalidValueException;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Names of the token's keys on the command line. */
public final class HsmKeyNames {

  private HsmKeyNames() {}

  /** A {@code CKA_LABEL}. */
  public static final class ByLabel implements ITypeConverter<HsmKeyName.Label> {

    @Override
    public HsmKeyName.Label convert(String value) {
      return read(value, HsmKeyName.Label::new);
    }
  }

  /** A {@code CKA_ID} in hex. */
  public static final class ById implements ITypeConverter<HsmKeyName.Id> {

    @Override
    public HsmKeyName.Id convert(String value) {
      return read(value, text -> new HsmKeyName.Id(new CkaId(text)));
    }
  }

  private static <T> T read(String value, Function<String, T> parse) {
    try {
      return parse.apply(value);
    } catch (InvalidValueException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
