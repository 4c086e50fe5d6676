/** Sizes of documents, and what the encoder makes of their words. */

import { count, counted, decimal, html, name, percent } from "../../../page/index.js";
import { plotColumns } from "../plots/columns.js";
import type { MakeSection } from "../section.js";
import { table } from "../table.js";

/** Words of documents; with an encoder also pieces and windows. */
export const pieces: MakeSection = ({ report, draw }) => {
  const { documentTokens, pieces, encoder } = report;
  const sizes = [
    ["Words of a document, mean", decimal(documentTokens.mean, 1)],
    ["Words of a document, median", decimal(documentTokens.median, 1)],
    ["Words of the longest document", count(documentTokens.longest)],
    ...(pieces === undefined
      ? []
      : [
          ["Pieces for a word", decimal(pieces.perToken)],
          ["Pieces that the vocabulary lacks ([UNK])", count(pieces.unknown)],
          ["Pieces of the longest document", count(pieces.longestDocument)],
          ["Documents in several windows", count(pieces.documentsInSeveralWindows)],
          ["Cuts between windows", count(pieces.cuts)],
          ["Mentions longer than a window", count(pieces.longMentions.length)],
          ["Documents longer than the encoder takes", count(pieces.documentsBeyondEncoder)],
          ["Mentions that cutting there would lose", count(pieces.mentionsBeyondEncoder)],
        ]),
  ] as const;
  const words = pieces?.tokensByPieces ?? [];
  const total = words.reduce((sum, value) => sum + value, 0);
  const label = (n: number) => (n === words.length - 1 ? `${n} or more` : count(n));
  return {
    id: "pieces",
    title: "Words, pieces and windows",
    body: html`${
      encoder === undefined || pieces === undefined
        ? html`<p>No encoder was named, so pieces and windows are not counted; <code>--encoder</code> names one.</p>`
        : html`<p>The encoder ${name(encoder.name)} takes at most ${counted(encoder.maxPositions, "piece")} at once. Windows have ${counted(encoder.windowLength, "piece")}, of which neighbours share ${count(encoder.windowOverlap)}; no text is cut off.</p>`
    }
${table({
  ...{ id: "size-table", caption: "Sizes", json: "pieces", rows: sizes },
  columns: [
    { head: "What", kind: "text", cell: ([what]) => what },
    { head: "How many", cell: ([, value]) => value },
  ],
})}${
  total > 0 &&
  html`${draw({
    id: "pieces-of-words",
    title: "Words by how many pieces they have",
    alternative: `${percent((words[1] ?? 0) / total)} of words are one piece. The table below has the numbers.`,
    caption: html`The last column holds words of ${label(words.length - 1)} pieces. A word in many pieces is one that the encoder hardly knows.`,
    plot: (plot, width) =>
      plotColumns(
        plot,
        { values: words, first: words[0] ? 0 : 1, xLabel: "pieces of the word" },
        width,
      ),
  })}${table({
    ...{ id: "piece-table", caption: "Words by pieces", json: "pieces.tokensByPieces" },
    rows: words.map((words, n) => ({ words, n })).slice(words[0] ? 0 : 1),
    columns: [
      { head: "Pieces", cell: ({ n }) => label(n) },
      { head: "Words", cell: ({ words }) => count(words) },
      { head: "Share of words", cell: ({ words }) => percent(words / total) },
    ],
  })}`
}${
  pieces !== undefined &&
  pieces.longMentions.length > 0 &&
  table({
    ...{ id: "long-table", caption: "Mentions longer than a window", json: "pieces.longMentions" },
    ...{ rows: pieces.longMentions, show: { first: 20 } },
    columns: [
      { head: "Document", kind: "text", cell: ({ document }) => name(document) },
      { head: "Type", kind: "text", cell: ({ type }) => name(type) },
      { head: "From", cell: ({ start }) => start },
      { head: "To", cell: ({ end }) => end },
      { head: "Pieces", cell: ({ pieces }) => count(pieces) },
    ],
  })
}`,
  };
};
