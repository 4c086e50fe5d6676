/** The weights that training will give to classes. */

import { count, decimal, html, name } from "../../../page/index.js";
import type { MakeSection } from "../section.js";
import { table } from "../table.js";

/** Class weights of the training part. */
export const weights: MakeSection = ({ report }) => {
  if (report.weights === null) return undefined;
  const { unit, part, total, outside, types } = report.weights;
  const rows = Object.entries(types)
    .map(([type, weight]) => ({ type, ...weight }))
    .sort((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1));
  return {
    id: "weights",
    title: "Class weights",
    body: html`<p>Counted over ${count(total)} labelled ${unit} of ${part === "train" ? "the training part" : "all documents"}. Outside of all mentions (<code>O</code>) are ${count(outside.count)}, weight <b id="outside-weight">${decimal(outside.dataset, 4)}</b>. The recipe <code>paper</code> weighs a class by 1 − its share of the data; <code>small</code> weighs the two sides of the copy of each type.</p>
${table({
  ...{ id: "weight-table", caption: "Weights of classes in the loss", json: "weights.types" },
  ...{ rows, show: { first: 60, last: 40 } },
  columns: [
    { head: "Type", kind: "text", cell: ({ type }) => name(type) },
    { head: `Labelled ${unit}`, cell: ({ count: labelled }) => count(labelled) },
    { head: "paper", cell: ({ dataset }) => decimal(dataset, 4) },
    { head: "small, inside", cell: ({ small }) => decimal(small.positive, 4) },
    { head: "small, outside", cell: ({ small }) => decimal(small.outside, 4) },
  ],
})}`,
  };
};
