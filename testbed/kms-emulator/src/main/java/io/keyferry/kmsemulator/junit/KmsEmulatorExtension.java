package io.keyferry.kmsemulator.junit;

import io.keyferry.kmsemulator.KmsEmulator;
import io.keyferry.kmsemulator.KmsEmulatorSettings;
import io.keyferry.kmsemulator.environment.WrappingKeySupply;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A KMS emulator for JUnit 5: one for all tests of the class, including nested classes, if the
 * extension is in a static field or named by {@code @ExtendWith}; a new one for each test if it is
 * in an instance field, unless the test class has one instance for all tests.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final KmsEmulatorExtension KMS = KmsEmulatorExtension.inRegion("eu-west-1");
 *
 * @Test
 * void importsKeyMaterial() {
 *   KmsClient client = KmsClient.builder().endpointOverride(KMS.emulator().endpoint())…
 * }
 * }</pre>
 *
 * <p>A parameter of type {@link KmsEmulator} is the running one.
 */
public final class KmsEmulatorExtension
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback,
        ParameterResolver {

  private static final String ACCOUNT = "111122223333";

  private final KmsEmulatorSettings settings;
  private Optional<KmsEmulator> running = Optional.empty();
  private int classes;

  /** An emulator in {@code eu-west-1}, for {@code @ExtendWith}. */
  public KmsEmulatorExtension() {
    this(
        KmsEmulatorSettings.of("eu-west-1", ACCOUNT)
            .withWrappingKeys(WrappingKeySupply.onePairOfASpec()));
  }

  private KmsEmulatorExtension(KmsEmulatorSettings settings) {
    this.settings = settings;
  }

  /**
   * An emulator in that Region, account 111122223333, with one wrapping key pair for all imports.
   */
  public static KmsEmulatorExtension inRegion(String region) {
    return with(
        KmsEmulatorSettings.of(region, ACCOUNT)
            .withWrappingKeys(WrappingKeySupply.onePairOfASpec()));
  }

  /** An emulator with these settings: several Regions, another clock, quotas. */
  public static KmsEmulatorExtension with(KmsEmulatorSettings settings) {
    return new KmsEmulatorExtension(settings);
  }

  /**
   * The running emulator.
   *
   * @throws IllegalStateException outside a test
   */
  public synchronized KmsEmulator emulator() {
    return running.orElseThrow(() ->
        new IllegalStateException(
            "expected a running test, found none: register the extension with @RegisterExtension or @ExtendWith"));
  }

  @Override
  public synchronized void beforeAll(ExtensionContext context) throws IOException {
    // A class and its nested classes share the emulator that the outermost class started.
    if (classes++ == 0) {
      running = Optional.of(KmsEmulator.start(settings));
    }
  }

  @Override
  public synchronized void beforeEach(ExtensionContext context) throws IOException {
    if (classes == 0) {
      running = Optional.of(KmsEmulator.start(settings));
    }
  }

  @Override
  public synchronized void afterEach(ExtensionContext context) {
    if (classes == 0) {
      stop();
    }
  }

  @Override
  public synchronized void afterAll(ExtensionContext context) {
    if (--classes == 0) {
      stop();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == KmsEmulator.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return emulator();
  }

  private void stop() {
    running.ifPresent(KmsEmulator::close);
    running = Optional.empty();
  }
}
