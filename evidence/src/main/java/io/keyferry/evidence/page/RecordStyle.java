package io.keyferry.evidence.page;

/** The style of a ceremony record's page, on a screen and on A4 in black and white. */
public final class RecordStyle {

  public static final String CSS =
      """
      :root { color-scheme: light; }
      * { box-sizing: border-box; }
      body { margin: 0 auto; padding: 2rem 1.5rem 3rem; max-width: 52rem; background: #fff; color: #1a1a1a;
        font: 15px/1.45 "Liberation Sans", Arial, Helvetica, sans-serif; }
      h1 { margin: 0 0 .6rem; font-size: 1.75rem; line-height: 1.2; }
      .kind { margin: 0 0 .3rem; font-size: .8rem; letter-spacing: .08em; text-transform: uppercase; color: #555; }
      .lead { margin: 0 0 1.2rem; font-size: 1.05rem; overflow-wrap: anywhere; }
      .outcome { display: inline-block; margin: 0 0 1rem; padding: .15rem .7rem; border: 2px solid #1a1a1a;
        font-weight: bold; letter-spacing: .04em; }
      .failed { background: #1a1a1a; color: #fff; print-color-adjust: exact; }
      .notice { margin: 0 0 1.6rem; padding: .7rem 1rem; border: 1px solid #777; border-left: 5px solid #1a1a1a; }
      .notice p { margin: 0 0 .4rem; }
      pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
      pre, .code { font-family: "Liberation Mono", "DejaVu Sans Mono", Consolas, monospace; font-size: .87em; }
      table { width: 100%; margin: 0 0 1.5rem; border-collapse: collapse; table-layout: fixed; }
      caption { padding: 0 0 .3rem; text-align: left; break-after: avoid; }
      h2 { margin: 0; font-size: 1.12rem; }
      tr { border-top: 1px solid #bbb; break-inside: avoid; }
      tbody tr:first-child { border-top: 2px solid #1a1a1a; }
      tbody tr:last-child { border-bottom: 1px solid #bbb; }
      th { width: 31%; padding: .32rem 1rem .32rem 0; text-align: left; vertical-align: top; font-weight: normal; color: #444; }
      td { padding: .32rem 0; vertical-align: top; overflow-wrap: anywhere; unicode-bidi: isolate; }
      .note { display: block; margin-top: .1rem; font-size: .85em; color: #555; }
      .meaning { break-inside: avoid; }
      .meaning h3 { margin: .7rem 0 .2rem; font-size: 1rem; }
      .meaning p, .meaning ul { margin: .2rem 0 .4rem; }
      .meaning ul { padding-left: 1.2rem; }
      footer { margin-top: 1.6rem; padding-top: .5rem; border-top: 2px solid #1a1a1a; font-size: .85rem; color: #444;
        overflow-wrap: anywhere; }
      footer p { margin: 0 0 .2rem; }
      @page { size: A4; margin: 16mm 17mm 18mm;
        @bottom-left { content: "KeyFerry ceremony record"; font: 8pt "Liberation Sans", Arial, sans-serif; }
        @bottom-right { content: counter(page) " / " counter(pages); font: 8pt "Liberation Sans", Arial, sans-serif; } }
      @media print {
        body { max-width: none; padding: 0; font-size: 9.2pt; line-height: 1.35; color: #000; }
        .kind, .note, th, footer { color: #000; }
        h1 { font-size: 17pt; }
        table { margin-bottom: 4.5mm; }
        th, td { padding-top: .7mm; padding-bottom: .7mm; }
      }
      """;

  private RecordStyle() {}
}
