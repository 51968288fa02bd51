package io.keyferry.evidence.page;

import io.keyferry.evidence.text.Printable;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes HTML in which no text or value can become a tag or contain a character that the browser
 * would interpret instead of show.
 */
public final class RecordHtml {

  private final StringBuilder html = new StringBuilder("<!DOCTYPE html>\n");
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * Opens an element.
   *
   * @param attributes names and values, alternating
   */
  public RecordHtml open(String tag, String... attributes) {
    start(tag, attributes);
    open.push(tag);
    return this;
  }

  public RecordHtml close() {
    html.append("</").append(open.pop()).append(">\n");
    return this;
  }

  /** An element with only text. */
  public RecordHtml element(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close();
  }

  /** An element that has no end tag. */
  public RecordHtml empty(String tag, String... attributes) {
    start(tag, attributes);
    html.append('\n');
    return this;
  }

  public RecordHtml text(String text) {
    html.append(escaped(text));
    return this;
  }

  /** KeyFerry's own style sheet: HTML does not escape its content. */
  public RecordHtml style(String css) {
    if (css.contains("<")) {
      throw new IllegalArgumentException("expected CSS without '<', found one: " + css);
    }
    html.append("<style>\n").append(css).append("</style>\n");
    return this;
  }

  /** The document, once every element is closed. */
  public String document() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("expected every element closed, found open: " + open);
    }
    return html.toString();
  }

  private void start(String tag, String... attributes) {
    html.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      html.append(' ')
          .append(attributes[i])
          .append("=\"")
          .append(escaped(attributes[i + 1]))
          .append('"');
    }
    html.append('>');
  }

  private static String escaped(String text) {
    String printable = Printable.line(text);
    StringBuilder escaped = new StringBuilder(printable.length());
    for (int i = 0; i < printable.length(); i++) {
      char character = printable.charAt(i);
      switch (character) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(character);
      }
    }
    return escaped.toString();
  }
}
