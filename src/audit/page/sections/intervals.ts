/** What scores can say: how wide their intervals are by the mentions behind them. */

import { count, counted, decimal, html, name, percent } from "../../../page/index.js";
import { plotSupportWidth } from "../plots/supportWidth.js";
import type { MakeSection } from "../section.js";
import { table } from "../table.js";

/** Support of each type in what is scored, and the width of the interval that it leaves. */
export const intervals: MakeSection = ({ report, draw }) => {
  const { of, share, smallestSupport, usefulWidth, curve, types } = report.intervals;
  const rows = Object.entries(types)
    .map(([type, place]) => ({ type, ...place }))
    .sort((a, b) => b.support - a.support || (a.type < b.type ? -1 : 1));
  if (rows.length === 0 || curve.length === 0) return undefined;
  const few = rows.filter(({ support }) => support < smallestSupport).length;
  const none = rows.filter(({ support }) => support === 0).length;
  const where =
    of === "expected"
      ? `a dev part of ${percent(share ?? 0)} of all documents, as it is to be expected`
      : `the ${of} part`;
  return {
    id: "intervals",
    title: "What scores can say",
    body: html`<p>A recall that is measured on few mentions could as well be a very different one. With one half found, its 95 % interval (Wilson) is at most ${decimal(usefulWidth)} wide from <b id="smallest-support">${counted(smallestSupport, "mention")}</b> on. In ${where}, ${count(few)} of ${counted(rows.length, "type")} have fewer${
      none > 0 &&
      `, and ${counted(none, "type has", "types have")} none, of which nothing can be said`
    }.</p>
${draw({
  id: "support-width",
  title: "Width of the 95 % interval by mentions",
  alternative: `The width falls from ${decimal(curve[0]?.width ?? 1)} at ${count(curve[0]?.support ?? 1)} mention to ${decimal(curve.at(-1)?.width ?? 0)} at ${count(curve.at(-1)?.support ?? 0)}; ${few} of ${rows.length} types lie left of ${smallestSupport} mentions. The table below has all types.`,
  caption:
    "Each dot is where one type stands, or several with as many mentions. Up is bad: the score is a guess. Names that would collide are left out.",
  plot: (plot, width) =>
    plotSupportWidth(
      plot,
      {
        ...{ curve, smallestSupport, usefulWidth },
        types: rows.filter(({ support }) => support >= 1),
      },
      width,
    ),
})}${table({
  ...{
    id: "interval-table",
    caption: "Mentions to score, and width of the interval",
    json: "intervals.types",
  },
  ...{ rows, show: { first: 60, last: 40 } },
  columns: [
    { head: "Type", kind: "text", cell: ({ type }) => name(type) },
    {
      head: "Mentions to score",
      cell: ({ support }) => decimal(support, Number.isInteger(support) ? 0 : 1),
    },
    { head: "Width of the interval", cell: ({ width }) => decimal(width) },
    {
      head: "Enough",
      kind: "text",
      cell: ({ support }) => (support >= smallestSupport ? "yes" : "no"),
    },
  ],
})}`,
  };
};
