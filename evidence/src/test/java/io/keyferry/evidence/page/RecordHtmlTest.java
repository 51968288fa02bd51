package io.keyferry.evidence.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class RecordHtmlTest {

  private final RecordHtml html = new RecordHtml();

  @Test
  void writesElementsInsideEachOther() {
    html.open("main", "class", "a", "role", "b")
        .element("p", "text", "class", "c")
        .text("more")
        .empty("meta", "charset", "utf-8")
        .close();
    assertThat(html.document())
        .isEqualTo(
            """
            <!DOCTYPE html>
            <main class="a" role="b"><p class="c">text</p>
            more<meta charset="utf-8">
            </main>
            """);
  }

  @Test
  void noTextAndNoValueBecomesATagOrEndsAnAttribute() {
    html.element("p", "<b>&amp;\"'</b>", "class", "\"><b>&'");
    assertThat(html.document())
        .isEqualTo(
            """
            <!DOCTYPE html>
            <p class="&quot;&gt;&lt;b&gt;&amp;&#39;">&lt;b&gt;&amp;amp;&quot;&#39;&lt;/b&gt;</p>
            """);
  }

  @Test
  void aStyleSheetIsWrittenAsItIsAndCannotEndItself() {
    assertThat(html.style("p > a { color: red }\n").document())
        .isEqualTo("<!DOCTYPE html>\n<style>\np > a { color: red }\n</style>\n");
    assertThatIllegalArgumentException().isThrownBy(() -> html.style("</style>"));
  }

  @Test
  void aDocumentWithAnElementOpenIsNotFinished() {
    html.open("main").open("p");
    assertThatIllegalStateException()
        .isThrownBy(html::document)
        .withMessage("expected every element closed, found open: [p, main]");
  }
}
