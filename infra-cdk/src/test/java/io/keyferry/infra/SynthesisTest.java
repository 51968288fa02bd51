package io.keyferry.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.sns.Topic;

class SynthesisTest {

  @TempDir Path folder;

  @Test
  void aFindingThatNobodyGaveAReasonToLeaveIsTold() {
    App app = App.Builder.create().outdir(folder.toString()).stackTraces(false).build();
    new Topic(new Stack(app, "Careless"), "Topic");
    Aspects.of(app).add(AwsSolutionsChecks.Builder.create().verbose(true).reports(false).build());
    app.synth();

    assertThat(Findings.in(folder, "Careless"))
        .anySatisfy(finding ->
            assertThat(finding).startsWith("/Careless/Topic/Resource: AwsSolutions-SNS3"));
  }
}
