package io.keyferry.agent.health.page;

import io.keyferry.model.value.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/** The style of the status page, light and dark, and the policy that allows nothing else. */
final class StatusStyle {

  static final String CSS =
      """
      :root { color-scheme: light dark; --back: #fff; --text: #1b1f24; --faint: #57606a; --line: #d0d7de; --good: #116329; --bad: #a40e26;
        --good-back: #dafbe1; --bad-back: #ffebe9; }
      @media (prefers-color-scheme: dark) {
        :root { --back: #0d1117; --text: #e6edf3; --faint: #9198a1; --line: #30363d; --good: #56d364; --bad: #ff938a;
          --good-back: #12261e; --bad-back: #2d1517; }
      }
      * { box-sizing: border-box; }
      body { margin: 0 auto; padding: 1.5rem 1.25rem 2rem; max-width: 64rem; background: var(--back); color: var(--text);
        font: 15px/1.45 system-ui, "Liberation Sans", Arial, sans-serif; }
      h1 { margin: 0 0 .8rem; font-size: 1.1rem; font-weight: 600; color: var(--faint); }
      h2 { margin: 1.6rem 0 .4rem; font-size: 1.05rem; }
      .verdict { margin: 0; padding: .7rem 1rem; border: 1px solid; border-radius: 6px; font-size: 1.3rem; font-weight: 600;
        overflow-wrap: anywhere; }
      .verdict, .up { color: var(--good); }
      .verdict { background: var(--good-back); }
      .verdict.ill, .down { color: var(--bad); }
      .verdict.ill { background: var(--bad-back); }
      .up, .down { font-weight: 600; white-space: nowrap; }
      table { width: 100%; border-collapse: collapse; }
      th, td { padding: .3rem .9rem .3rem 0; border-top: 1px solid var(--line); text-align: left; vertical-align: top;
        overflow-wrap: anywhere; unicode-bidi: isolate; }
      th { font-weight: normal; color: var(--faint); white-space: nowrap; }
      .facts th { width: 8.5rem; }
      .code { font-family: "Liberation Mono", "DejaVu Sans Mono", Consolas, monospace; font-size: .88em; }
      .none, footer { color: var(--faint); }
      .time { white-space: nowrap; }
      a { color: inherit; }
      footer { margin-top: 1.6rem; padding-top: .6rem; border-top: 1px solid var(--line); font-size: .87rem; }
      @media (max-width: 44rem) {
        .imports thead { display: none; }
        .imports tr { display: block; padding: .35rem 0; border-top: 1px solid var(--line); }
        .imports td { display: block; padding: 0; border: 0; white-space: normal; }
      }
      """;

  /** Nothing may be loaded, run, framed or sent; the one style sheet is allowed by its hash. */
  static final String POLICY =
      "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
          .formatted(hash("\n" + CSS));

  private StatusStyle() {}

  private static String hash(String text) {
    byte[] hash = HexFormat.of().parseHex(Sha256.of(text.getBytes(StandardCharsets.UTF_8)).hex());
    return Base64.getEncoder().encodeToString(hash);
  }
}
