/** Labels in doubt: strings with several types, and places that were probably overlooked. */

import { type Child, type Column, count, counted, html, name } from "../../../page/index.js";
import type { Example, LabelConflict, Place, ProbableMiss } from "../../report.js";
import type { MakeSection } from "../section.js";
import { table } from "../table.js";

const SHOWN = { first: 25 } as const;

/** Strings that have different types in different places. */
export const conflicts: MakeSection = ({ report }) => {
  const { strings, mentions, pairs, list } = report.conflicts;
  if (strings === 0) return undefined;
  return {
    id: "conflicts",
    title: "Label conflicts",
    body: html`<p>${counted(strings, "string has", "strings have")} different types in different places; ${counted(mentions, "mention has", "mentions have")} another type than its string mostly has. Some are right, since the context decides; a pair that swaps often is a guideline to be settled.</p>
${table({
  ...{
    id: "conflict-pair-table",
    caption: "Pairs of types that share strings",
    json: "conflicts.pairs",
  },
  ...{ rows: pairs, show: SHOWN },
  columns: [
    { head: "Type", kind: "text", cell: ({ types }) => name(types[0]) },
    { head: "or", kind: "text", cell: ({ types }) => name(types[1]) },
    { head: "Strings", cell: ({ strings }) => count(strings) },
    { head: "Mentions as the first", cell: ({ mentions }) => count(mentions[0]) },
    { head: "as the second", cell: ({ mentions }) => count(mentions[1]) },
  ],
})}${table({
  ...{
    id: "conflict-table",
    caption: "Strings in conflict, the most frequent first",
    json: "conflicts.list",
  },
  ...{ rows: list, show: SHOWN, leftOut: strings - list.length },
  columns: [...conflictText(list), CONFLICT_COUNTS, CONFLICT_PLACES],
})}`,
  };
};

/** Places without an annotation whose string is annotated elsewhere. */
export const misses: MakeSection = ({ report }) => {
  const { leastAnnotated, count: total, byType, list } = report.misses;
  if (total === 0) return undefined;
  const rows = Object.entries(byType).sort(([s, a], [t, b]) => b - a || (s < t ? -1 : 1));
  return {
    id: "misses",
    title: "Probable misses",
    body: html`<p>${counted(total, "place is", "places are")} not annotated though ${total === 1 ? "its" : "their"} string is annotated at least ${counted(leastAnnotated, "time")} and at least as often as not. To training each of them says “this is none”.</p>
${table({
  ...{
    id: "miss-type-table",
    caption: "Probable misses by type",
    json: "misses.byType",
    rows,
    show: SHOWN,
  },
  columns: [
    { head: "Type that the string mostly has", kind: "text", cell: ([type]) => name(type) },
    { head: "Places", cell: ([, places]) => count(places) },
  ],
})}${table({
  ...{ id: "miss-table", caption: "Places to look at", json: "misses.list" },
  ...{ rows: list, show: SHOWN, leftOut: total - list.length },
  columns: [
    { head: "Document", kind: "text", cell: ({ document }) => name(document) },
    ...missText(list),
    { head: "Type", kind: "text", cell: ({ type }) => name(type) },
    { head: "From", cell: ({ start }) => start },
    { head: "To", cell: ({ end }) => end },
    { head: "Annotated", cell: ({ annotated }) => count(annotated) },
    { head: "Not annotated", cell: ({ unannotated }) => count(unannotated) },
  ],
})}`,
  };
};

const CONFLICT_COUNTS: Column<LabelConflict> = {
  ...{ head: "Mentions by type", kind: "text" },
  cell: ({ counts }) =>
    Object.entries(counts)
      .sort(([, a], [, b]) => b - a)
      .map(([type, mentions], i) => html`${i > 0 && ", "}${name(type)} ${count(mentions)}`),
};

const CONFLICT_PLACES: Column<LabelConflict> = {
  ...{ head: "One place for each", kind: "text" },
  cell: ({ places }) => places.map((place, i) => html`${i > 0 && " · "}${where(place)}`),
};

function conflictText(list: readonly LabelConflict[]): Column<LabelConflict>[] {
  return list.some(({ text }) => text !== undefined)
    ? [{ head: "String", kind: "text", cell: ({ text }) => quoted(text) }]
    : [];
}

function missText(list: readonly ProbableMiss[]): Column<ProbableMiss>[] {
  return list.some(({ text }) => text !== undefined)
    ? [{ head: "String", kind: "text", cell: ({ text }) => quoted(text) }]
    : [];
}

function quoted(text: Example["text"] | undefined): Child {
  return text !== undefined && html`<q>${name(text)}</q>`;
}

function where({ document, start, end }: Place): Child {
  return html`${name(document)} ${start}–${end}`;
}
