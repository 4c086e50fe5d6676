/** Documents that are there twice, on both sides of a split, empty, or without annotations. */

import { type Child, count, counted, html, name, percent } from "../../../page/index.js";
import type { DocumentName } from "../../report.js";
import type { MakeSection } from "../section.js";
import { table } from "../table.js";

/** Duplicates, leaks and gaps. */
export const documents: MakeSection = ({ report }) => {
  const { identical, identicalAcrossParts, threshold, near, nearAcrossParts } = report.duplicates;
  const parts = Object.entries(report.parts ?? {});
  const split = parts.length > 1;
  return {
    id: "documents",
    title: "Duplicates and leaks",
    body: html`${table({
      ...{ id: "document-table", caption: "Documents", json: "parts" },
      rows: [["all", report] as const, ...parts],
      columns: [
        { head: "Part", kind: "text", cell: ([part]) => part },
        { head: "Documents", cell: ([, { documents }]) => count(documents) },
        { head: "Mentions", cell: ([, { mentions }]) => count(mentions) },
        { head: "Without mentions", cell: ([, part]) => count(part.documentsWithoutMentions) },
        { head: "Without text", cell: ([, { emptyDocuments }]) => count(emptyDocuments) },
        {
          head: "Whose text is there twice",
          cell: ([, { repeatedTexts }]) => count(repeatedTexts),
        },
      ],
    })}
${
  split &&
  html`<p>Of the documents of dev and test, <b id="leaks">${count(identicalAcrossParts)}</b> also stand in another part word for word, and <b id="near-leaks">${count(nearAcrossParts)}</b> almost. Scores of a test that training has seen are too good.</p>`
}
${
  identical.length + near.length === 0 &&
  html`<p>No two documents are the same or share ${percent(threshold)} of their wording.</p>`
}${
  identical.length > 0 &&
  table({
    ...{
      id: "identical-table",
      caption: "Documents of identical text",
      json: "duplicates.identical",
    },
    ...{ rows: identical, show: { first: 30 } },
    columns: [
      { head: "Documents", kind: "text", cell: (group) => named(group) },
      { head: "How many", cell: (group) => count(group.length) },
    ],
  })
}${
  near.length > 0 &&
  table({
    ...{
      id: "near-table",
      caption: `Pairs of documents that share ${percent(threshold)} of their wording or more`,
    },
    ...{ json: "duplicates.near", rows: near, show: { first: 30 } },
    columns: [
      { head: "Document", kind: "text", cell: ({ documents }) => named([documents[0]]) },
      { head: "like", kind: "text", cell: ({ documents }) => named([documents[1]]) },
      { head: "Similarity", cell: ({ similarity }) => similarity.toFixed(2) },
      ...(split ? [{ head: "In different parts", kind: "text" as const, cell: leak }] : []),
    ],
  })
}
${
  report.documentsWithoutMentions > 0 &&
  html`<p class="small">${counted(report.documentsWithoutMentions, "document")} without mentions can be right (nothing to find) or forgotten (nobody looked); only the annotators know.</p>`
}`,
  };
};

function leak({ acrossParts }: { readonly acrossParts: boolean }): Child {
  return acrossParts ? html`<strong>yes, a leak</strong>` : "no";
}

function named(documents: readonly DocumentName[], most = 6): Child {
  const shown = documents
    .slice(0, most)
    .map(({ document, part }, i) => html`${i > 0 && ", "}${name(document)}${part && ` (${part})`}`);
  return html`${shown}${documents.length > most && ` and ${count(documents.length - most)} more`}`;
}
