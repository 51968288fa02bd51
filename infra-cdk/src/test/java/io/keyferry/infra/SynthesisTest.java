package io.keyferry.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.sns.Topic;

class SynthesisTest {

  @TempDir Path folder;

  @Test
  void aFindingThatIsNotAcceptedIsReported() {
    App app = App.Builder.create().outdir(folder.toString()).stackTraces(false).build();
    Stack careless = new Stack(app, "Careless");
    new Topic(careless, "Topic");

    assertThat(Synthesis.synthesize(app, careless))
        .anySatisfy(finding ->
            assertThat(finding).startsWith("/Careless/Topic/Resource: AwsSolutions-SNS3"));
  }
}
