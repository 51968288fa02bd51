package io.keyferry.local.run;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.local.process.FreePort;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;

class FunctionClientTest {

  @Test
  void anEndedCloudIsReportedWithTheRequest() throws Exception {
    URI nobody = URI.create("http://127.0.0.1:" + FreePort.find());
    try (FunctionClient functions = new FunctionClient(nobody)) {
      assertThatThrownBy(() -> functions.invoke("some-function", "{}"))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll("some-function", nobody.toString(), "ConnectException");
    }
  }
}
