package io.keyferry.infra.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.infra.SampleSettings;
import io.keyferry.infra.Synthesized;
import org.junit.jupiter.api.Test;

class PartitionsTest {

  /** The Region may be unknown when the template is made. */
  @Test
  void cloudFormationRefusesTheTemplateInAPartitionThatIsNotServed() {
    assertThat(Synthesized.of(SampleSettings.twoAgents()).template().at("/Rules/ServedPartition"))
        .isEqualTo(
            Json.of(
                """
                {
                  "Assertions": [{
                    "Assert": {"Fn::Contains": [["aws", "aws-us-gov"], "${AWS::Partition}"]},
                    "AssertDescription": "expected a Region of a partition that KeyFerry serves\
                 (aws, aws-us-gov), found another: deploy in another Region"
                  }]
                }
                """));
  }
}
