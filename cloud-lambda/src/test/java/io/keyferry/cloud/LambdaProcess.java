package io.keyferry.cloud;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;

/**
 * Runs one handler once, in a process whose class path is the packaged jar: event in, answer out.
 */
public final class LambdaProcess {

  private LambdaProcess() {}

  /** The handler's simple name is the only argument; its log goes to standard error. */
  public static void main(String[] arguments) throws IOException {
    RequestStreamHandler handler =
        switch (arguments[0]) {
          case "RequestImport" -> new RequestImport();
          case "CompleteImport" -> new CompleteImport();
          case "ReadImports" -> new ReadImports();
          case "ResumeImports" -> new ResumeImports();
          default -> throw new IllegalArgumentException("no handler " + arguments[0]);
        };
    handler.handleRequest(
        System.in, System.out, new TestContext(TestContext.FUNCTION, System.err::print));
    System.out.flush();
  }
}
