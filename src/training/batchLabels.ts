/** Gold of one batch: labels of owned pieces at their rows, everything else ignored. */

import { type Batch, forEachOwned } from "../inference/index.js";
import { IGNORED } from "../labels/index.js";
import type { BatchLabels } from "../objectives/index.js";
import type { PreparedDocuments } from "./prepareDocuments.js";

/** Labels of the tokens of a batch, [batch*seqLen], and the further types of pieces in nested mentions. */
export function batchLabels(
  batch: Pick<Batch, "windows" | "seqLen">,
  { labels, positives }: Pick<PreparedDocuments, "labels" | "positives">,
): BatchLabels {
  const rows = new Int32Array(batch.windows.length * batch.seqLen).fill(IGNORED);
  const rowOf = new Map<string, number>();
  forEachOwned(batch, ({ row, document, piece }) => {
    rows[row] = labels[document]?.[piece] as number;
    rowOf.set(`${document} ${piece}`, row);
  });
  const documents = new Set(batch.windows.map(({ document }) => document));
  const nested = [...documents].flatMap((document) =>
    (positives[document] ?? []).flatMap(({ piece, type }) => {
      const token = rowOf.get(`${document} ${piece}`);
      return token === undefined ? [] : [{ token, type }];
    }),
  );
  return { labels: rows, positives: nested };
}
