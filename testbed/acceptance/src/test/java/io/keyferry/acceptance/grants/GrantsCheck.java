package io.keyferry.acceptance.grants;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.local.Layout;
import io.keyferry.local.grants.GrantReport;
import io.keyferry.local.grants.GrantTable;
import org.junit.jupiter.api.Test;

/** Runs after all end-to-end tests, on the calls that they recorded. */
class GrantsCheck {

  @Test
  void everyGrantOfTheTemplateIsNeededByATestOrHasAReason() throws Exception {
    Layout layout = Layout.ofSystemProperty();
    GrantReport report = GrantReport.of(GrantTable.of(layout.template(), layout.recordedCalls()));

    assertThat(report.otherwiseDecided())
        .as("recorded calls that the template's policies decide otherwise")
        .isEmpty();
    assertThat(report.unexplained()).as("grants that no end-to-end test needs").isEmpty();
    assertThat(report.stale()).as("entries of unexercised.txt that excuse nothing").isEmpty();
  }
}
