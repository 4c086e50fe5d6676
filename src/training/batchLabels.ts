/** Gold of one batch: labels of owned pieces at their rows, everything else ignored. */

import { type Batch, ownedStretches } from "../inference/index.js";
import { IGNORED } from "../labels/index.js";
import type { BatchLabels } from "../objectives/index.js";
import type { PreparedDocuments } from "./prepareDocuments.js";

/** Labels of the tokens of a batch, [batch*seqLen], and the further types of pieces in nested mentions. */
export function batchLabels(
  batch: Pick<Batch, "windows" | "seqLen">,
  { labels, positives }: Pick<PreparedDocuments, "labels" | "positives">,
): BatchLabels {
  const rows = new Int32Array(batch.windows.length * batch.seqLen).fill(IGNORED);
  const nested: { token: number; type: number }[] = [];
  for (const { document, piece: first, row, length } of ownedStretches(batch)) {
    rows.set((labels[document] as Int32Array).subarray(first, first + length), row);
    for (const { piece, type } of positives[document] ?? [])
      if (piece >= first && piece < first + length)
        nested.push({ token: row + piece - first, type });
  }
  return { labels: rows, positives: nested };
}
