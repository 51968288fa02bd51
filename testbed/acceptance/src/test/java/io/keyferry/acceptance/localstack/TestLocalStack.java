package io.keyferry.acceptance.localstack;

import io.keyferry.local.Layout;
import io.keyferry.local.localstack.LocalStack;
import io.keyferry.local.localstack.LocalStackSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The LocalStack of this JVM's tests, if they run on one. It starts at first use and ends with the
 * JVM; each test has an account of its own.
 */
public final class TestLocalStack {

  private static final Optional<LocalStack> RUNNING =
      LocalStackSource.ofSystemProperty().map(TestLocalStack::open);

  private TestLocalStack() {}

  /** Empty if the tests run on our own parts. */
  public static Optional<LocalStack> running() {
    return RUNNING;
  }

  private static LocalStack open(LocalStackSource source) {
    try {
      Layout layout = Layout.ofSystemProperty();
      Path folder = layout.work("localstack").toAbsolutePath();
      LocalStackParts.lend(folder, layout.dynamoDbLocal());
      LocalStack started = LocalStack.open(source, folder);
      Runtime.getRuntime().addShutdownHook(new Thread(started::close));
      return started;
    } catch (IOException e) {
      throw new AssertionError("no LocalStack to test on: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("the tests are being stopped", e);
    }
  }
}
