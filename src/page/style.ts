/** The style sheet of the page: light and dark, screen and paper, wide and narrow. */

/** Contrast of text to its ground is 4.5:1 or more; colours are never the only sign of anything. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1b1e23; --muted: #565d68; --rule: #e3e5e9; --thread: #c3c8d0; --thread-strong: #8d95a1;
  --accent: #23578f; --bar: #9db7d4; --mark: #fdf0c2; --tint: #f6f7f9;
  --error: #a01818; --warning: #7d4a00; --note: #23578f;
  --heat-0: #f6f7f9; --heat-1: #e4ecf5; --heat-2: #c0d3e8; --heat-3: #8fb0d4; --heat-4: #356ba5; --heat-5: #163f6d;
  --on-heat-0: #565d68; --on-heat-1: #1b1e23; --on-heat-2: #1b1e23; --on-heat-3: #10151c; --on-heat-4: #ffffff; --on-heat-5: #ffffff;
  --serif: Charter, "Bitstream Charter", "Iowan Old Style", "Source Serif 4", Georgia, "Noto Serif", serif;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #14171b; --ink: #e7e9ec; --muted: #a2a9b4; --rule: #2b3037; --thread: #4a525d; --thread-strong: #79828e;
    --accent: #8bbcf0; --bar: #40658c; --mark: #55470f; --tint: #1b1f25;
    --error: #ff9b94; --warning: #f0bd68; --note: #8bbcf0;
    --heat-0: #1b1f25; --heat-1: #1d2a39; --heat-2: #213d5b; --heat-3: #2b5684; --heat-4: #8bb3de; --heat-5: #cfe1f5;
    --on-heat-0: #a2a9b4; --on-heat-1: #e7e9ec; --on-heat-2: #e7e9ec; --on-heat-3: #ffffff; --on-heat-4: #0d1218; --on-heat-5: #0d1218;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 48rem; padding: 0 1.5rem 4rem; background: var(--paper); color: var(--ink); font: 1.0625rem/1.55 var(--serif); }
a { color: var(--accent); text-underline-offset: 0.15em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.skip { position: absolute; left: -999rem; padding: 0.5rem 1rem; background: var(--paper); font-family: var(--sans); }
.skip:focus { left: 1rem; top: 1rem; }
header { padding-top: 3.5rem; }
.kicker { margin: 0; font: 600 0.75rem/1.4 var(--sans); letter-spacing: 0.08em; text-transform: uppercase; color: var(--muted); }
h1 { margin: 0.25rem 0 0; font-size: 2.25rem; line-height: 1.15; font-weight: 600; overflow-wrap: anywhere; }
.subtitle { margin: 0.5rem 0 0; color: var(--muted); }
h2 { margin: 0 0 0.9rem; font-size: 1.5rem; line-height: 1.25; font-weight: 600; }
h3 { margin: 0 0 0.4rem; font: 600 0.9375rem/1.4 var(--sans); }
main:focus { outline: none; }
main > section { padding-top: 3rem; }
p { margin: 0 0 0.9rem; }
code { font: 0.875em var(--mono); overflow-wrap: anywhere; }
bdi { overflow-wrap: anywhere; }
small, .small { font-size: 0.875rem; color: var(--muted); font-weight: 400; }
nav { margin: 1.75rem 0 0; padding: 0.9rem 0; border-block: 1px solid var(--rule); font: 0.875rem/1.8 var(--sans); }
nav ol { margin: 0; padding: 0; list-style: none; columns: 3 13rem; column-gap: 2rem; }
nav a { color: inherit; text-decoration: none; }
nav a:hover { text-decoration: underline; }

.figures { display: flex; flex-wrap: wrap; gap: 1rem 2.5rem; margin: 0 0 1.25rem; }
.figures div { display: flex; flex-direction: column-reverse; justify-content: flex-end; max-width: 9rem; }
.figures dt { font: 0.8125rem/1.3 var(--sans); color: var(--muted); }
.figures dd { margin: 0; font: 600 1.75rem/1.2 var(--sans); font-variant-numeric: tabular-nums; }

.findings { margin: 1rem 0 0; padding: 0; list-style: none; border-top: 1px solid var(--rule); }
.findings li { display: grid; grid-template-columns: 7rem auto 1fr; column-gap: 1rem; padding: 0.75rem 0; border-bottom: 1px solid var(--rule); break-inside: avoid; }
.findings p { margin: 0; grid-column: 2 / 4; }
.findings .verdict { display: contents; }
.verdict .severity { grid-column: 1; grid-row: 1; font: 600 0.8125rem/1.9 var(--sans); white-space: nowrap; }
.verdict code { grid-column: 2; line-height: 1.9; color: var(--muted); font-size: 0.8125rem; }
.error .severity { color: var(--error); }
.warning .severity { color: var(--warning); }
.note .severity { color: var(--note); }
.findings .types { font: 0.875rem/1.5 var(--sans); color: var(--muted); }
.findings .advice { color: var(--muted); font-size: 0.9375rem; }
.verdict .anchor { grid-column: 3; justify-self: end; font: 0.75rem/2 var(--mono); color: var(--muted); white-space: nowrap; }

.measures { margin: 0; }
.measures > div { display: grid; grid-template-columns: 11rem 1fr; column-gap: 1rem; padding: 0.75rem 0; border-top: 1px solid var(--rule); break-inside: avoid; }
.measures dt { font: 600 0.9375rem/1.6 var(--sans); }
.measures dd { margin: 0; }
.measures dd b { font: 600 1.25rem var(--sans); font-variant-numeric: tabular-nums; }
.measures p { margin: 0.15rem 0 0; color: var(--muted); }

figure { margin: 1.5rem 0 2rem; break-inside: avoid; }
figcaption { margin-top: 0.4rem; font: 0.8125rem/1.5 var(--sans); color: var(--muted); }
.plot { display: block; max-width: 100%; height: auto; font: 12px var(--sans); font-variant-numeric: tabular-nums; color: var(--ink); overflow: visible; }
.plot.narrow { display: none; }

.scroll { overflow-x: auto; width: max-content; max-width: 100%; margin: 1.25rem 0 0.5rem; }
table { border-collapse: collapse; font: 0.8125rem/1.4 var(--sans); font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; font-size: 0.9375rem; padding-bottom: 0.4rem; white-space: nowrap; }
th, td { padding: 0.28rem 0 0.28rem 1.1rem; text-align: right; vertical-align: baseline; font-weight: 400; border-bottom: 1px solid var(--rule); }
th:first-child, td:first-child { padding-left: 0; }
thead th { vertical-align: bottom; color: var(--muted); border-bottom: 1px solid var(--ink); line-height: 1.25; max-width: 7rem; min-width: 3.5rem; }
tbody th { font-weight: 500; }
th > bdi:only-child, td > bdi:only-child { display: block; width: max-content; max-width: 18rem; overflow-wrap: break-word; }
.text { text-align: left; }
td { white-space: nowrap; }
td.text { min-width: 5rem; white-space: normal; }
.scroll + p, .scroll + .cut + p { margin-top: 1rem; }
.zero { color: var(--muted); }
td small, th small { display: block; font-size: 0.6875rem; }
.gap td { text-align: left; color: var(--muted); font-style: italic; padding-left: 0; }
.cut { font: 0.8125rem/1.5 var(--sans); color: var(--muted); }

.private { padding: 0.6rem 0.9rem; border: 1px solid var(--thread); }
.example { padding: 0.75rem 0; border-top: 1px solid var(--rule); break-inside: avoid; }
.example p, .example ul { margin: 0 0 0.3rem; }
.example ul { padding-left: 1.1rem; font-size: 0.9375rem; }
.strings { font: 0.875rem/1.6 var(--sans); }
mark { background: var(--mark); color: inherit; padding: 0 0.1em; font-weight: 600; }
footer { margin-top: 4rem; padding-top: 0.9rem; border-top: 1px solid var(--rule); font: 0.8125rem/1.5 var(--sans); color: var(--muted); }

@media screen and (min-width: 50rem) {
  .scroll { max-width: calc(50vw + 21rem); }
}
@media screen and (max-width: 46rem) {
  body { padding-inline: 1rem; font-size: 1rem; }
  header { padding-top: 2rem; }
  h1 { font-size: 1.75rem; }
  main > section { padding-top: 2.25rem; }
  .findings li, .measures > div { display: block; }
  .findings .verdict { display: block; }
  tbody th:first-child { position: sticky; left: 0; background: var(--paper); }
  th > bdi:only-child { max-width: 9rem; }
}
@media screen and (max-width: 34rem) {
  .plot.wide { display: none; }
  .plot.narrow { display: block; }
}
@media print {
  @page { margin: 18mm 16mm; }
  html { scroll-behavior: auto; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  header { padding-top: 0; }
  nav, .skip { display: none; }
  main > section { padding-top: 1.6rem; }
  h2, h3, caption { break-after: avoid; }
  .plot.wide { max-height: 235mm; margin-inline: auto; }
  .scroll { overflow: visible; width: auto; max-width: none; }
  table { font-size: 7.5pt; }
  thead { display: table-header-group; }
  tr, .short { break-inside: avoid; }
  tbody tr:nth-child(-n + 3) { break-before: avoid; }
  a { color: inherit; text-decoration: none; }
}
`;
