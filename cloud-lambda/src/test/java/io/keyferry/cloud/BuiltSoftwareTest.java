package io.keyferry.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.model.value.Software;
import org.junit.jupiter.api.Test;

class BuiltSoftwareTest {

  @Test
  void mavenFilledInVersionAndCommit() {
    Software software = Software.builtBeside(Wiring.class);
    assertThat(software.version()).matches("[0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?");
    assertThat(software.build()).matches("unknown|[0-9a-f]{40}(-dirty)?");
  }
}
