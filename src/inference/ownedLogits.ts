/** Logits batch by batch, so that those of a whole document, or corpus, need never be held together. */

import type { Tokenizer } from "../tokenizer/index.js";
import { batchesByLength, collate, type OwnedStretch, ownedStretches } from "./batch.js";
import type { EncodedDocuments, ForwardRunner } from "./forward.js";

/** Logits of the pieces that the windows of one batch own. */
export interface OwnedLogits {
  /** Which pieces they are, in the order of the rows. */
  readonly stretches: readonly OwnedStretch[];
  /** [pieces, outputs] */
  readonly logits: Float32Array;
}

/** Runs documents through the encoder; over all batches every piece comes once. */
export async function* ownedLogits(
  runner: ForwardRunner,
  { encodings, windows }: EncodedDocuments,
  { tokenizer }: { tokenizer: Pick<Tokenizer, "clsId" | "sepId" | "padId"> },
): AsyncGenerator<OwnedLogits> {
  for (const group of batchesByLength(windows, runner.piecesPerBatch)) {
    const batch = collate(group, { encodings, tokenizer });
    const logits = await runner.logitsOf(batch);
    const outputs = logits.length / (group.length * batch.seqLen);
    const stretches = ownedStretches(batch);
    const pieces = stretches.reduce((sum, { length }) => sum + length, 0);
    const owned = new Float32Array(pieces * outputs);
    let at = 0;
    for (const { row, length } of stretches) {
      owned.set(logits.subarray(row * outputs, (row + length) * outputs), at);
      at += length * outputs;
    }
    yield { stretches, logits: owned };
  }
}
