/** Mentions that flat labels cannot hold as they are: overlapping and discontinuous ones. */

import { type Column, count, counted, html, name } from "../../../page/index.js";
import type { TypeSummary } from "../../report.js";
import { rankTypes } from "../../summary.js";
import type { MakeSection } from "../section.js";
import { table } from "../table.js";

/** Counts by relation, by type and by pair of types. */
export const overlaps: MakeSection = ({ report }) => {
  const { overlaps, discontinuous, overlapsOfTypes, affected } = report;
  if (report.mentions === 0) return undefined;
  const rows = rankTypes(report).filter(
    ([, type]) => type.overlapping + type.discontinuous + type.insideWords + type.blankEdges > 0,
  );
  const pairs = Object.entries(overlaps).map(([relation, pairs]) => ({ relation, pairs }));
  return {
    id: "overlaps",
    title: "Overlaps and discontinuity",
    body: html`<p>${counted(discontinuous, "mention is", "mentions are")} discontinuous. Flat labels, which give a word one type, change or drop ${counted(affected.length, "mention")} under the default policies; with <code>objective.head=binary</code> types may overlap.</p>
${table({
  ...{
    id: "relation-table",
    caption: "Pairs of overlapping mentions",
    json: "overlaps",
    rows: pairs,
  },
  columns: [
    { head: "How they lie", kind: "text", cell: ({ relation }) => relation },
    { head: "Pairs", cell: ({ pairs }) => count(pairs) },
  ],
})}${
  rows.length > 0 &&
  table({
    ...{ id: "overlap-table", caption: "Types with such mentions", json: "types", rows },
    ...{ columns: COLUMNS, show: { first: 60 } },
  })
}${
  overlapsOfTypes.length > 0 &&
  table({
    ...{ id: "overlap-pair-table", caption: "Types that overlap", json: "overlapsOfTypes" },
    ...{ rows: overlapsOfTypes, show: { first: 30 } },
    columns: [
      { head: "Type", kind: "text", cell: ({ types }) => name(types[0]) },
      { head: "How they lie", kind: "text", cell: ({ relation }) => relation },
      { head: "Type of the other", kind: "text", cell: ({ types }) => name(types[1]) },
      { head: "Pairs", cell: ({ pairs }) => count(pairs) },
    ],
  })
}`,
  };
};

const COLUMNS: readonly Column<readonly [string, TypeSummary]>[] = [
  { head: "Type", kind: "text", cell: ([type]) => name(type) },
  { head: "Mentions", cell: ([, { mentions }]) => count(mentions) },
  { head: "Overlapping", cell: ([, { overlapping }]) => count(overlapping) },
  { head: "of these nested", cell: ([, { overlaps }]) => count(overlaps.nested) },
  { head: "crossing", cell: ([, { overlaps }]) => count(overlaps.crossing) },
  { head: "of one span", cell: ([, { overlaps }]) => count(overlaps["same span"]) },
  { head: "duplicate", cell: ([, { overlaps }]) => count(overlaps.duplicate) },
  { head: "Discontinuous", cell: ([, { discontinuous }]) => count(discontinuous) },
  { head: "Borders inside of words", cell: ([, { insideWords }]) => count(insideWords) },
  { head: "Borders of white space", cell: ([, { blankEdges }]) => count(blankEdges) },
];
