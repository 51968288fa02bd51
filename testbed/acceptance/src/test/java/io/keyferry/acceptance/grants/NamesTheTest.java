package io.keyferry.acceptance.grants;

import io.keyferry.local.gate.CallLog;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** Sets the name of the running test, under which calls are recorded. */
public final class NamesTheTest implements TestExecutionListener {

  @Override
  public void executionStarted(TestIdentifier test) {
    test.getSource().ifPresent(source -> System.setProperty(CallLog.TEST, name(source)));
  }

  private static String name(TestSource source) {
    return switch (source) {
      case MethodSource method -> simple(method.getClassName()) + "." + method.getMethodName();
      case ClassSource type -> simple(type.getClassName());
      default -> source.toString();
    };
  }

  private static String simple(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }
}
