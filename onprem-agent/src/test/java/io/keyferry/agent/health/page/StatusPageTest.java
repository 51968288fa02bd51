package io.keyferry.agent.health.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatusPageTest {

  @Test
  void saysFirstThatAllIsWell() {
    String page = StatusPage.of(StatusSample.atWork(), false);
    assertThat(page)
        .contains("<title>✓ KeyFerry keyferry-prod</title>")
        .contains("<p class=\"verdict\" role=\"status\">All is well</p>");
  }

  @Test
  void saysFirstWhatIsNotWell() {
    String page = StatusPage.of(StatusSample.unreachable("CKR_DEVICE_REMOVED"), false);
    assertThat(page)
        .contains("<title>✗ KeyFerry keyferry-prod</title>")
        .contains("class=\"verdict ill\" role=\"status\">Not well: hsm, clock</p>")
        .contains("unreachable since 2026-11-23 09:28:30 UTC")
        .contains("2 jobs in progress.")
        .contains("CKR_DEVICE_REMOVED");
  }

  @Test
  void showsTokenImportsChainVersionAndUptime() {
    assertThat(StatusPage.of(StatusSample.atWork(), false))
        .contains("keyferry-prod", "1234567890", "Thales Luna K7", "7.8")
        .contains("ready since 2026-11-23 07:30:00 UTC")
        .contains("wrapped and sent", "a1b2c3", "2026-11-23 09:29:00 UTC")
        .contains("HSM_REFUSED: the policy does not allow it")
        .contains("1 job in progress.")
        .contains("412", "2026-11-23 09:28:59 UTC")
        .contains("keyferry-agent 0.1.0, build test, up for 1 d 2 h");
  }

  @Test
  void saysThatAFreshStartHasAnsweredNothing() {
    assertThat(StatusPage.of(StatusSample.fresh(), false))
        .contains("None answered since the agent started. Earlier ones are in the audit log.")
        .contains("before the agent started")
        .doesNotContain("<table class=\"imports\">");
  }
}
