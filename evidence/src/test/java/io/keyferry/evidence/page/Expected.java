package io.keyferry.evidence.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.evidence.record.RecordContent;
import io.keyferry.evidence.testing.RecordSample;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Texts that are compared as a whole, beside the tests. Values that are new in each run have
 * placeholders.
 */
public final class Expected {

  private final RecordSample sample;
  private final RecordContent content;

  public Expected(RecordSample sample, RecordContent content) {
    this.sample = sample;
    this.content = content;
  }

  /** Compares with the file of that name. */
  public void assertIs(String text, String name) throws IOException {
    String named =
        text.replace(content.sha256().hex(), "{record}")
            .replace(sample.cloud.verificationKey().thumbprint().value(), "{cloud's key}")
            .replace(sample.agent.verificationKey().thumbprint().value(), "{agent's key}")
            .replace(RecordStyle.CSS, "{style}\n");
    assertThat(named).isEqualTo(read(name));
  }

  private static String read(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(Expected.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
