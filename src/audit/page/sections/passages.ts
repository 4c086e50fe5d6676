/** What training sees at once: how many types a passage holds, and which ones. */

import { type Child, count, counted, decimal, html, name, percent } from "../../../page/index.js";
import type { AuditReport, Cooccurrence } from "../../report.js";
import { rankTypes } from "../../summary.js";
import { plotColumns } from "../plots/columns.js";
import { type Meet, pairsThatFit, plotPairs } from "../plots/pairs.js";
import type { MakeSection } from "../section.js";
import { table } from "../table.js";

/** Types in a passage, and the copies that BTL makes of it. */
export const passages: MakeSection = ({ report, draw }) => {
  const { unit, length, count: total, byTypes, meanTypes, batch } = report.passages;
  if (total === 0) return undefined;
  const most = byTypes.length - 1;
  return {
    id: "passages",
    title: "Types in a passage",
    body: html`<p>A passage is ${
      unit === "windows"
        ? `a window of ${counted(length, "piece")}`
        : `a run of ${counted(length, "word")}, about as long as a window of an encoder`
    }; there are ${count(total)}. Binary token labels (BTL) make one copy of a batch for each type in it. A passage alone has <b id="mean-types">${decimal(meanTypes, 1)}</b> types on average; ${counted(batch.passages, "passage")} drawn at random have <b id="batch-types">${decimal(batch.meanTypes, 1)}</b> together.</p>
${draw({
  id: "types-in-passages",
  title: "Passages by how many types they hold",
  alternative: `Passages with 0 to ${most} types; the mean is ${decimal(meanTypes, 1)}. The table below has the numbers.`,
  caption:
    "Each column is a number of types; its height is the number of passages that hold so many.",
  plot: (plot, width) =>
    plotColumns(
      plot,
      {
        ...{ values: byTypes, first: 0, xLabel: "different types in the passage" },
        mark: { at: meanTypes, name: `mean ${decimal(meanTypes, 1)}` },
      },
      width,
    ),
})}${table({
  ...{
    id: "passage-table",
    caption: "Passages by types",
    json: "passages.byTypes",
    show: { first: 60 },
  },
  rows: byTypes.map((passages, types) => ({ passages, types })),
  columns: [
    { head: "Types in the passage", cell: ({ types }) => count(types) },
    { head: "Passages", cell: ({ passages }) => count(passages) },
    { head: "Share of passages", cell: ({ passages }) => percent(passages / total) },
  ],
})}`,
  };
};

/** Pairs of types. */
export const cooccurrence: MakeSection = ({ report, draw }) => {
  const { cooccurrence, cooccurrenceLeftOut, types } = report;
  const order = rankTypes({ types }).map(([type]) => type);
  if (cooccurrence.length === 0 || order.length < 2) return undefined;
  const shown = Math.min(order.length, pairsThatFit(Number.POSITIVE_INFINITY));
  return {
    id: "cooccurrence",
    title: "Types that occur together",
    body: html`${draw({
      id: "pairs",
      title: "Passages that two types share",
      alternative: `How many passages hold both of two types, for the ${shown} most frequent types. The table below has the most frequent pairs.`,
      caption: html`Each number counts passages with both types; on the diagonal, passages with the type at all. Darker is more. ${
        order.length > shown && `The most frequent of ${counted(order.length, "type")}.`
      }${cooccurrenceLeftOut > 0 && ` Fields without a number are pairs too rare to be listed.`}`,
      plot: (plot, width) => {
        const fitting = order.slice(0, pairsThatFit(width));
        return plotPairs(plot, { types: fitting, meet: meetings(report, fitting) }, width);
      },
    })}${pairTable(cooccurrence, cooccurrenceLeftOut)}`,
  };
};

function pairTable(rows: readonly Cooccurrence[], leftOut: number): Child {
  return table({
    ...{ id: "pair-table", caption: "Pairs of types that share documents", json: "cooccurrence" },
    ...{ rows, leftOut, show: { first: 20 } },
    columns: [
      { head: "Type", kind: "text", cell: ({ types }) => name(types[0]) },
      { head: "with", kind: "text", cell: ({ types }) => name(types[1]) },
      { head: "Documents with both", cell: ({ documents }) => count(documents) },
      { head: "Passages with both", cell: ({ passages }) => count(passages) },
    ],
  });
}

function meetings(report: AuditReport, types: readonly string[]): Meet {
  const place = new Map(types.map((type, i) => [type, i]));
  const known = new Map<string, number>();
  const key = (a: number, b: number) => `${Math.min(a, b)} ${Math.max(a, b)}`;
  for (const {
    types: [a, b],
    passages,
  } of report.cooccurrence) {
    const [first, second] = [place.get(a), place.get(b)];
    if (first !== undefined && second !== undefined) known.set(key(first, second), passages);
  }
  return (a, b) =>
    a === b
      ? report.types[types[a] as string]?.passages
      : (known.get(key(a, b)) ?? (report.cooccurrenceLeftOut > 0 ? undefined : 0));
}
