package io.keyferry.agent.health.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.model.value.TokenIdentity;
import org.junit.jupiter.api.Test;

/** Attacks through texts of others that the page shows. */
class StatusPageAttackTest {

  private static final String SCRIPT = "<script>alert(1)</script>";

  @Test
  void tokenLabelThatIsAScript() {
    TokenIdentity token = new TokenIdentity(SCRIPT, "\"><img src=x>", "a&b", "<b>", "<style>");
    assertThat(StatusPage.of(StatusSample.of(token, "no"), false))
        .doesNotContain("<script", "<img", "<b>")
        .containsOnlyOnce("<style>")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "a&amp;b");
  }

  @Test
  void reasonOfARefusalThatIsAScript() {
    assertThat(StatusPage.of(StatusSample.of(StatusSample.TOKEN, SCRIPT), false))
        .doesNotContain("<script")
        .contains("&lt;script&gt;");
    assertThat(StatusPage.of(StatusSample.unreachable(SCRIPT), false))
        .doesNotContain("<script")
        .contains("&lt;script&gt;");
  }

  @Test
  void reasonOfARefusalThatTurnsTheLineAround() {
    assertThat(StatusPage.of(StatusSample.of(StatusSample.TOKEN, "a\u202Eb\u0000c"), false))
        .doesNotContain("\u202E", "\u0000")
        .contains("a\\u202Eb\\u0000c");
  }
}
