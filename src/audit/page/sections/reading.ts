/** What the reader of the files found odd. */

import { count, counted, type Html, html, name, sentence } from "../../../page/index.js";
import type { MakeSection } from "../section.js";
import { notShown, table } from "../table.js";

const SHOWN = 40;

/** Format, notices and complaints; mentions that flat labels change. */
export const reading: MakeSection = ({ report }) => {
  const { format, notices, problemCounts, problems, affected } = report;
  return {
    id: "reading",
    title: "How the files were read",
    body: html`<p>Read as <code>${format}</code>, with ${counted(problems.length, "complaint")}. All counts of this page are of what the files hold, before any policy changes it.</p>
${notices.length > 0 && noticeList(notices)}${
  problems.length > 0 &&
  html`${table({
    ...{
      id: "complaint-table",
      caption: "Complaints by code",
      json: "problemCounts",
      rows: problemCounts,
    },
    columns: [
      { head: "Code", kind: "text", cell: ({ code }) => html`<code>${code}</code>` },
      { head: "Complaints", cell: ({ count: times }) => count(times) },
      { head: "Something lost", cell: ({ lost }) => count(lost) },
    ],
  })}${table({
    ...{
      id: "problem-table",
      caption: "Complaints",
      json: "problems",
      rows: problems,
      show: { first: SHOWN },
    },
    columns: [
      {
        ...{ head: "Where", kind: "text" },
        cell: ({ source, line, at }) =>
          name([source, line, at].filter((part) => part !== undefined).join(":")),
      },
      { head: "Code", kind: "text", cell: ({ code }) => html`<code>${code}</code>` },
      { head: "What", kind: "text", cell: ({ message }) => sentence(message) },
    ],
  })}`
}${
  affected.length > 0 &&
  html`<p>Flat labels cannot hold ${counted(affected.length, "mention")} as annotated; <code>raretag audit --json</code> says in <code>affected</code> what becomes of each.</p>`
}`,
  };
};

function noticeList(notices: readonly string[]): Html {
  return html`<ul>${notices.slice(0, SHOWN).map(
    (notice) => html`<li>${sentence(notice)}</li>
`,
  )}</ul>
${notices.length > SHOWN && notShown(notices.length - SHOWN, "notices")}`;
}
