package io.keyferry.cloud;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

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
    handler.handleRequest(System.in, System.out, new Invocation());
    System.out.flush();
  }

  /** As much of a context as the handlers look at. */
  private static final class Invocation implements Context, LambdaLogger {

    @Override
    public String getAwsRequestId() {
      return "c6af9ac6-7b61-11e6-9a41-93e8deadbeef";
    }

    @Override
    public int getRemainingTimeInMillis() {
      return 30_000;
    }

    @Override
    public LambdaLogger getLogger() {
      return this;
    }

    @Override
    public void log(String message) {
      log(message.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void log(byte[] message) {
      System.err.writeBytes(message);
    }

    @Override
    public String getLogGroupName() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String getLogStreamName() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String getFunctionName() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String getFunctionVersion() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String getInvokedFunctionArn() {
      throw new UnsupportedOperationException();
    }

    @Override
    public CognitoIdentity getIdentity() {
      throw new UnsupportedOperationException();
    }

    @Override
    public ClientContext getClientContext() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int getMemoryLimitInMB() {
      throw new UnsupportedOperationException();
    }
  }
}
