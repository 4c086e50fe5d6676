/** The beginning of the page: what the corpus is in numbers, and the findings. */

import {
  type Child,
  count,
  counted,
  type Html,
  html,
  names,
  sentence,
} from "../../../page/index.js";
import type { AuditReport, Finding, Severity } from "../../report.js";
import type { MakeSection } from "../section.js";
import { notShown } from "../table.js";

/** Signs that differ in shape; the word stands beside them. */
const SIGNS: Readonly<Record<Severity, string>> = { error: "✕", warning: "▲", note: "●" };

const SHOWN = 100;

/** Key numbers and findings. */
export const summary: MakeSection = ({ report }) => ({
  id: "summary",
  title: "Findings",
  body: html`${
    holdsText(report) &&
    html`<p class="private"><strong>This page quotes the documents.</strong> Keep it where they may be.</p>`
  }${keyNumbers(report)}
${report.findings.length === 0 ? html`<p>Nothing was found that needs attention.</p>` : list(report.findings)}`,
});

function keyNumbers(report: AuditReport): Html {
  const { documents, mentions, types, tokens, parts, passages } = report;
  const figures: readonly (readonly [string, Child])[] = [
    ["documents", count(documents)],
    ["mentions", count(mentions)],
    ["types", count(Object.keys(types).length)],
    ["words", count(tokens)],
    ["types in a passage, on average", passages.meanTypes.toFixed(1)],
  ];
  const split = Object.entries(parts ?? {}).map(
    ([part, { documents }]) => `${part} ${count(documents)}`,
  );
  return html`<dl class="figures">${figures.map(
    ([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`,
  )}</dl>
${split.length > 0 && html`<p class="split">Documents by part: ${split.join(", ")}.</p>`}`;
}

function holdsText({ types, conflicts, misses }: AuditReport): boolean {
  const quoted = ({ text }: { readonly text?: string }) => text !== undefined;
  return (
    conflicts.list.some(quoted) ||
    misses.list.some(quoted) ||
    Object.values(types).some(({ topStrings, examples }) => topStrings || examples)
  );
}

function list(findings: readonly Finding[]): Html {
  const totals = (["error", "warning", "note"] as const)
    .map((severity) => [severity, findings.filter((f) => f.severity === severity).length] as const)
    .filter(([, total]) => total > 0)
    .map(
      ([severity, total]) => html`<strong>${SIGNS[severity]} ${counted(total, severity)}</strong>`,
    );
  return html`<p>${totals.map((total, i) => html`${i > 0 && " · "}${total}`)}</p>
<ol class="findings">
${findings.slice(0, SHOWN).map(item)}</ol>
${findings.length > SHOWN && notShown(findings.length - SHOWN, "findings")}`;
}

function item({ code, severity, message, advice, anchor, types = [] }: Finding): Html {
  const named = types.slice(0, 3).every((type) => message.includes(type));
  return html`<li class="${severity}">
<p class="verdict"><span class="severity"><span aria-hidden="true">${SIGNS[severity]}</span> ${severity}</span> <code>${code}</code> <span class="anchor">${anchor}</span></p>
<p class="message">${sentence(message, types)}</p>
${!named && html`<p class="types">${names(types)}</p>`}
<p class="advice">${sentence(advice)}</p>
</li>
`;
}
