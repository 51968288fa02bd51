package io.keyferry.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.local.lambda.InvocationResult.Failed;
import io.keyferry.local.lambda.InvocationResult.Returned;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionProcessIT {

  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir static Path folder;

  private static LocalLambda lambda;
  private static FunctionProcess function;
  private static FunctionProcess hasty;
  private static FunctionProcess broken;

  @BeforeAll
  static void start() throws Exception {
    lambda =
        LocalLambda.start(
            TestFunctions.settings(folder),
            List.of(
                TestFunctions.function("steady", TestHandler.class, LONG),
                TestFunctions.function("scheduled", TestHandler.class, LONG),
                TestFunctions.function("hasty", TestHandler.class, Duration.ofSeconds(1)),
                TestFunctions.function("broken", TestHandler.Broken.class, LONG)),
            0);
    function = lambda.function("steady");
    hasty = lambda.function("hasty");
    broken = lambda.function("broken");
    function.awaitReady();
  }

  @AfterAll
  static void stop() {
    lambda.close();
  }

  @Test
  void returnsTheHandlersOutput() throws Exception {
    assertThat(function.invoke("{\"a\":1}").result()).isEqualTo(new Returned("{\"a\":1}"));
  }

  @Test
  void passesTheHandlerItsEnvironmentAndNoneOfOurs() throws Exception {
    assertThat(value("variable OWN")).isEqualTo("\"value\"");
    assertThat(value("variable AWS_REGION")).isEqualTo("\"eu-west-1\"");
    assertThat(value("variable AWS_LAMBDA_LOG_FORMAT")).isEqualTo("\"JSON\"");
    assertThat(value("variable HOME")).isEqualTo("\"unset\"");
    assertThat(value("about"))
        .isEqualTo("\"arn:aws:lambda:eu-west-1:111122223333:function:steady 256\"");
  }

  @Test
  void answersAFunctionErrorWithTheExceptionAndStaysAlive() throws Exception {
    long before = function.pid();

    assertThat(function.invoke("r-1", "\"throw\"").result())
        .isInstanceOf(Failed.class)
        .extracting(InvocationResult::payload)
        .asString()
        .contains("\"errorMessage\":\"thrown as asked\"")
        .contains("\"errorType\":\"java.lang.IllegalStateException\"");
    assertThat(function.pid()).isEqualTo(before);
  }

  @Test
  void keepsTheHandlersLinesInTheLogAndInTheTail() throws Exception {
    CompletedInvocation invocation = function.invoke("request-7", "\"log\"");

    assertThat(invocation.logTail())
        .contains("\"message\":\"a line of the handler's\"")
        .contains("\"AWSRequestId\":\"request-7\"")
        .contains("platform.start")
        .contains("platform.report");
    assertThat(Files.readString(function.logFile())).contains(invocation.logTail());
  }

  @Test
  void startsWithTheFirstInvocationIfNotStartedBefore() throws Exception {
    FunctionProcess scheduled = lambda.function("scheduled");
    assertThat(scheduled.logFile()).isEmptyFile();

    assertThat(scheduled.invoke("1").result()).isEqualTo(new Returned("1"));
  }

  @Test
  void answersAnExitWithRuntimeExitErrorAndStartsAgain() throws Exception {
    long before = function.pid();

    assertThat(function.invoke("r-1", "\"exit 3\"").result())
        .isEqualTo(
            new Failed(
                "{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":"
                    + "\"RequestId: r-1 Error: Runtime exited with error: exit status 3\"}"));
    assertThat(function.invoke("1").result()).isEqualTo(new Returned("1"));
    assertThat(function.pid()).isNotEqualTo(before);
  }

  @Test
  void answersAKillDuringAnInvocationWithRuntimeExitError() throws Exception {
    try (ServerSocket knock = knock()) {
      FutureTask<CompletedInvocation> invocation =
          started(() -> function.invoke("r-1", "\"hang " + knock.getLocalPort() + "\""));
      try (Socket hanging = knock.accept()) {
        assertThat(hanging.isConnected()).isTrue();
        function.kill();
      }
      assertThat(invocation.get().result().payload())
          .contains("Runtime.ExitError")
          .contains("RequestId: r-1 Error: Runtime exited with error: signal: killed");
    }
    assertThat(function.invoke("2").result()).isEqualTo(new Returned("2"));
  }

  @Test
  void startsAgainWhenKilledBetweenInvocations() throws Exception {
    function.kill();

    assertThat(function.invoke("3").result()).isEqualTo(new Returned("3"));
  }

  @Test
  void killsAtTheDeadlineAndStartsAgain() throws Exception {
    hasty.awaitReady();
    ProcessHandle process = ProcessHandle.of(hasty.pid()).orElseThrow();
    try (ServerSocket knock = knock()) {
      assertThat(hasty.invoke("r-1", "\"hang " + knock.getLocalPort() + "\"").result())
          .isEqualTo(
              new Failed(
                  "{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":"
                      + "\"RequestId: r-1 Error: Task timed out after 1.00 seconds\"}"));
    }
    assertThat(process.isAlive()).isFalse();
    assertThat(hasty.invoke("4").result()).isEqualTo(new Returned("4"));
  }

  @Test
  void answersWithTheInitErrorWhenTheHandlerCannotBeCreated() throws Exception {
    assertThatThrownBy(broken::awaitReady)
        .isInstanceOf(FunctionStartException.class)
        .hasMessageContaining("no such table")
        .hasMessageContaining(broken.logFile().toString());

    assertThat(broken.invoke("{}").result())
        .isInstanceOf(Failed.class)
        .extracting(InvocationResult::payload)
        .asString()
        .contains("\"errorMessage\":\"no such table\"");
  }

  @Test
  void runsOneInvocationAfterTheOther() throws Exception {
    List<FutureTask<CompletedInvocation>> invocations =
        List.of(started(() -> function.invoke("10")), started(() -> function.invoke("11")));

    assertThat(invocations.get(0).get().result()).isEqualTo(new Returned("10"));
    assertThat(invocations.get(1).get().result()).isEqualTo(new Returned("11"));
  }

  private static String value(String question) throws InterruptedException {
    return function.invoke("\"" + question + "\"").result().payload();
  }

  /** Where the handler reports that it hangs. */
  private static ServerSocket knock() throws IOException {
    ServerSocket knock = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    knock.setSoTimeout((int) LONG.toMillis());
    return knock;
  }

  private static FutureTask<CompletedInvocation> started(Callable<CompletedInvocation> call) {
    FutureTask<CompletedInvocation> task = new FutureTask<>(call);
    Thread.startVirtualThread(task);
    return task;
  }
}
